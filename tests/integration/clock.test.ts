import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadRegions } from '../../src/adapters/regions.ts'
import { compileService, readServiceFiles } from '../../src/adapters/services/read-service.ts'
import { addJointLeave } from '../../src/usecases/calendar-days.ts'
import { approveForSigning } from '../../src/usecases/decide-case.ts'
import { officerQueue } from '../../src/usecases/officer-queue.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { runTimer } from '../../src/usecases/run-timer.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import { acceptDocuments, take } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
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

test('A promise of one working day, made on Tuesday morning, ends when Wednesday does; reminders wait for their hour', async () => {
  const dewi = await house.citizen()
  const { id } = await submitResearch(house.office, dewi)
  const seen = await trackApplication(house.office, dewi, id)
  assert.ok(seen.ok)
  assert.equal(jakarta(seen.view.deadline!), '2026-11-25T16:00')
  const timers = (await jobsOf(id)).filter((job) => job.task === 'timer')
  assert.deepEqual(timers.map((job) => [job.element, jakarta(job.at)]), [['remind-officer', '2026-11-25T12:00'], ['remind-head-check', '2026-11-25T14:00']])
})

test('A timer of a duration runs from when it began, whatever else happens to the case meanwhile', async (t) => {
  const own = await openTestOffice()
  t.after(() => own.close())
  const files = await readServiceFiles(fileURLToPath(new URL('../../services/izin-penelitian/', import.meta.url)))
  const bpmn = files['process.bpmn']!.replace(/<bpmn:timeDate [^>]*>=remindOfficerAt<\/bpmn:timeDate>/, '<bpmn:timeDuration>PT30H</bpmn:timeDuration>')
  const service = await compileService({ ...files, 'process.bpmn': bpmn }, await loadRegions())
  const office = { ...own.office, services: { ...own.office.services, current: () => service, at: async () => service } }
  const dewi = await own.citizen()
  const { id } = await submitResearch(office, dewi)
  const due = async () => (await jobsOf(id, own)).filter((job) => job.element === 'remind-officer').map((job) => jakarta(job.at))
  assert.deepEqual(await due(), ['2026-11-25T16:00'])
  own.setNow(workday + 28 * 3_600_000)
  assert.equal(await runTimer(office, { application: id, element: 'remind-head-check' }), true)
  assert.deepEqual(await due(), ['2026-11-25T16:00'])
})

test('The officer and then the head are reminded, each once; who has finished is left alone', async () => {
  const { office } = house
  house.setNow(workday)
  const dewi = await house.citizen()
  const { id } = await submitResearch(office, dewi)
  house.setNow(workday + 26 * 3_600_000)
  assert.equal(await runTimer(office, { application: id, element: 'remind-officer' }), true)
  assert.equal(await runTimer(office, { application: id, element: 'remind-officer' }), false, 'a repeated timer changes nothing')
  const reminders = (await jobsOf(id)).filter((job) => job.task === 'reminder-mail')
  assert.equal(reminders.length, 1)
  const rina = await house.staff('verifier')
  await take(office, rina, id)
  await acceptDocuments(office, rina, id)
  assert.ok((await approveForSigning(office, rina, { id, command: randomUUID() })).ok)
  assert.equal(await runTimer(office, { application: id, element: 'remind-head-check' }), false, 'the checking is done')
  assert.equal(await runTimer(office, { application: id, element: 'remind-head' }), true)
  house.setNow(workday)
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
