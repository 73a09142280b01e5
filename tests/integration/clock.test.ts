import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { addJointLeave } from '../../src/usecases/calendar-days.ts'
import { officerQueue } from '../../src/usecases/officer-queue.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { runTimer } from '../../src/usecases/run-timer.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import { submitResearch } from '../support/research.ts'
import { changedResearch, offering } from '../support/sample-services.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const jakarta = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)

async function jobsOf(id: string, { database } = house): Promise<readonly { task: string; element: string | null; at: number }[]> {
  const { rows } = await database.openPool(1).query<{ task: string; element: string | null; at: number }>(
    `select t.identifier as task, j.payload->>'element' as element, j.run_at as at from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'application' = $1 order by j.run_at`,
    [id],
  )
  return rows
}

test('A promise of one working day, made on Tuesday morning, ends when Wednesday does; one job waits for its first alarm', async () => {
  const dewi = await house.citizen()
  const { id } = await submitResearch(house.office, dewi)
  const seen = await trackApplication(house.office, dewi, id)
  assert.ok(seen.ok)
  assert.equal(jakarta(seen.view.deadline!), '2026-11-25T16:00')
  const waiting = (await jobsOf(id)).filter((job) => job.task !== 'mail')
  assert.deepEqual(waiting.map((job) => [job.task, jakarta(job.at)]), [['promise', '2026-11-25T12:00']])
})

test('A timer of a duration runs from when it began, whatever else happens to the case meanwhile', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const timed = await readFile(new URL('../../src/process/sample-permit.bpmn', import.meta.url), 'utf8')
  const lasting = (bpmn: string, date: string, duration: string) => bpmn.replace(new RegExp(`<bpmn:timeDate [^>]*>=${date}</bpmn:timeDate>`), `<bpmn:timeDuration>${duration}</bpmn:timeDuration>`)
  const service = await changedResearch((files) => ({ ...files, 'process.bpmn': lasting(lasting(timed, 'remindOfficerAt', 'PT30H'), 'remindHeadAt', 'PT28H') }))
  const office = await offering(own.office, service, own)
  const dewi = await own.citizen()
  const { id } = await submitResearch(office, dewi)
  const due = async () => (await jobsOf(id, own)).filter((job) => job.element === 'remind-officer').map((job) => jakarta(job.at))
  assert.deepEqual(await due(), ['2026-11-25T16:00'])
  own.setNow(workday + 28 * 3_600_000)
  assert.equal(await runTimer(office, { application: id, element: 'remind-head-check' }), true)
  assert.equal(await runTimer(office, { application: id, element: 'remind-head-check' }), false, 'a repeated timer changes nothing')
  assert.deepEqual(await due(), ['2026-11-25T16:00'])
})

test('What is past its deadline stands in red on the list of the head, and first in the line', async () => {
  const { office } = house
  house.setNow(workday)
  const { id } = await submitResearch(office, await house.citizen())
  house.setNow(workday + 72 * 3_600_000)
  const overview = await unitOverview(office, await house.staff('head'), { unit: '3171' })
  assert.ok(overview.ok)
  assert.ok(overview.view.late.some((item) => item.id === id && item.late))
  const queue = await officerQueue(office, await house.staff('verifier'), { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok && queue.view.items[0]!.late)
  house.setNow(workday)
})

test('Joint leave moves the deadlines of open cases, in the line as for the applicant', async () => {
  const { office } = house
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id } = await submitResearch(office, dewi)
  const added = await addJointLeave(office, await house.staff('head'), { date: '2026-11-25', name: 'Cuti bersama', command: randomUUID() })
  assert.ok(added.ok)
  assert.ok((await refigureDeadlines(office)) > 0)
  assert.equal(await refigureDeadlines(office), 0, 'a second time changes nothing')
  const seen = await trackApplication(office, dewi, id)
  assert.ok(seen.ok)
  assert.equal(jakarta(seen.view.deadline!), '2026-11-26T16:00')
  const queue = await officerQueue(office, await house.staff('verifier'), { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok)
  assert.equal(queue.view.items.find((item) => item.id === id)?.deadline, seen.view.deadline)
  assert.equal((await addJointLeave(office, await house.staff('verifier'), { date: '2026-12-01', name: 'x', command: randomUUID() })).ok, false, 'only a head may')
})
