import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { returnToVerifier } from '../../src/usecases/decide-case.ts'
import { officerQueue } from '../../src/usecases/officer-queue.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { signPermits } from '../../src/usecases/sign-permits.ts'
import { releaseTask, takeNext, takeTask } from '../../src/usecases/take-task.ts'
import { unitOverview } from '../../src/usecases/unit-overview.ts'
import { approve } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const command = () => randomUUID()

test('Nobody picks from the middle of the line without a reason, and the reason stands on the list of the head', async () => {
  const { office } = house
  const [rina, sri] = [await house.staff('verifier'), await house.staff('head')]
  const first = await submitResearch(office, await house.citizen())
  house.setNow(workday + 3_600_000)
  const second = await submitResearch(office, await house.citizen())
  const refused = await takeTask(office, rina, { id: second.id, reason: null, command: command() })
  assert.deepEqual(refused, { ok: false, refusal: { kind: 'OutOfTurn' } })
  const next = await takeNext(office, rina, { unit: '3171', role: 'verifier', command: command() })
  assert.ok(next.ok && next.id === first.id, 'the oldest deadline comes first')
  assert.ok((await releaseTask(office, rina, { id: first.id, command: command() })).ok)
  assert.ok((await takeTask(office, rina, { id: second.id, reason: 'language', command: command() })).ok)
  const overview = await unitOverview(office, sri, { unit: '3171' })
  assert.ok(overview.ok)
  assert.deepEqual(overview.view.outOfTurn.map(({ number, who, reason }) => [number, who, reason]), [[second.number, rina.kind === 'staff' ? rina.name : '', 'language']])
  const queue = await officerQueue(office, await house.staff('verifier2'), { unit: '3171', role: 'verifier', page: 1 })
  assert.ok(queue.ok)
  assert.equal(queue.view.items.find((item) => item.id === first.id)?.place, 1, 'what was laid back kept its place')
})

test('The head returns a case only with a reason; the verifier reads it and checks again', async () => {
  const { office } = house
  const [rina, sri] = [await house.staff('verifier'), await house.staff('head')]
  const { id } = await submitResearch(office, await house.citizen())
  await approve(office, rina, id)
  assert.deepEqual(await returnToVerifier(office, sri, { id, reason: '  ', command: command() }), { ok: false, refusal: { kind: 'MessageMissing' } })
  assert.ok((await returnToVerifier(office, sri, { id, reason: 'Surat pengantar tidak menyebut judul.', command: command() })).ok)
  const signed = await signPermits(office, sri, { ids: [id], command: command() })
  assert.equal(signed.results[0]?.ok, false, 'what was returned can not be signed')
  const read = await readCase(office, rina, id)
  assert.ok(read.ok)
  assert.equal(read.view.returned, 'Surat pengantar tidak menyebut judul.')
  await approve(office, rina, id)
})

test('Many are signed at once, each with a number of its own, and one that can not be signed holds up no other', async () => {
  const { office } = house
  const [rina, sri] = [await house.staff('verifier'), await house.staff('head')]
  const ids: string[] = []
  for (let count = 0; count < 3; count++) {
    const { id } = await submitResearch(office, await house.citizen())
    if (count !== 1) await approve(office, rina, id)
    ids.push(id)
  }
  const once = command()
  const { results } = await signPermits(office, sri, { ids, command: once })
  assert.deepEqual(results.map((result) => result.ok), [true, false, true])
  const numbers = results.flatMap((result) => (result.ok ? [result.permit] : []))
  assert.equal(new Set(numbers).size, 2)
  const again = await signPermits(office, sri, { ids, command: once })
  assert.deepEqual(again.results.flatMap((result) => (result.ok ? [result.permit] : [])), numbers, 'pressed twice, signed once')
})
