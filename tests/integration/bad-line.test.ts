import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { readDraft } from '../../src/usecases/read-draft.ts'
import { receiptPaper } from '../../src/usecases/documents-of-case.ts'
import { openCase } from '../../src/usecases/act-on-case.ts'
import { saveAnswers } from '../../src/usecases/save-answers.ts'
import { startApplication } from '../../src/usecases/start-application.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { fillResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const hour = 3_600_000

async function draftOf(visitor: Visitor) {
  const begun = await startApplication(house.office, visitor, { service: 'izin-penelitian' })
  if (!begun.ok) throw new Error(begun.refusal.kind)
  const view = async () => {
    const read = await readDraft(house.office, visitor, begun.id)
    if (!read.ok) throw new Error(read.refusal.kind)
    return read.view
  }
  /** What a device sends of its page: how long ago each field was touched, and the state that the page was made from. */
  const send = async (fields: Readonly<Record<string, string>>, page: { readonly ages: Readonly<Record<string, number>>; readonly base: number } | null) => {
    const entries = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, [value]]))
    const saved = await saveAnswers(house.office, visitor, { id: begun.id, group: 'applicant', entries, page })
    if (!saved.ok) throw new Error(saved.refusal.kind)
    return saved.merged
  }
  return { view, send }
}

test('A phone that comes back after three hours changes only what was touched on it, and what was written later elsewhere stands', async () => {
  house.setNow(workday)
  const { view, send } = await draftOf(await house.citizen())
  const base = (await view()).savedAt
  house.setNow(workday + 2 * hour)
  await send({ name: 'Dewi L.', phone: '0812 3456 7890', nik: '', address: '' }, null)
  house.setNow(workday + 3 * hour)
  const merged = await send({ name: 'Dewi Lestari', phone: '', nik: '3171065203010004', address: '' }, { ages: { name: 2 * hour, nik: 2 * hour }, base })
  const { answers } = await view()
  assert.deepEqual([answers['name'], answers['phone'], answers['nik']], ['Dewi L.', '0812 3456 7890', '3171065203010004'])
  assert.deepEqual(merged.map(({ field, dropped, from }) => [field, dropped, from]), [['name', 'Dewi Lestari', 'elsewhere']])
})

test('A page without script is taken as it stands', async () => {
  house.setNow(workday)
  const { view, send } = await draftOf(await house.citizen())
  await send({ name: 'Dewi', phone: '0812 3456 7890' }, null)
  await send({ name: '', phone: '0812 3456 7891' }, null)
  const { answers } = await view()
  assert.deepEqual([answers['name'], answers['phone']], ['', '0812 3456 7891'])
})

async function sent(age: number | null) {
  house.setNow(workday)
  const visitor = await house.citizen()
  const id = await fillResearch(house.office, visitor)
  const command = randomUUID()
  const answers = []
  for (const each of [age, null]) answers.push(await submitApplication(house.office, visitor, { id, declared: true, command, age: each }))
  const tracked = await trackApplication(house.office, visitor, id)
  if (!tracked.ok) throw new Error(tracked.refusal.kind)
  return { id, answers, view: tracked.view }
}

test('An application that was sent without a line has both times on the record and on its receipt, and its promise counts from when it came in', async () => {
  const { id, answers, view } = await sent(5 * hour)
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual([view.madeAt, view.submittedAt], [workday - 5 * hour, workday])
  assert.equal(view.deadline, (await sent(null)).view.deadline)
  const receipt = await house.office.store.transaction(async (tx) => {
    const opened = await openCase(house.office, tx, id)
    return receiptPaper(house.office, tx, opened!, 'id')
  })
  assert.equal(receipt.madeAt, workday - 5 * hour)
  assert.ok((await house.office.papers.receipt(receipt)).byteLength > 1000)
  const facts = await house.office.store.transaction((tx) => tx.stream(id))
  assert.deepEqual(facts.flatMap(({ event, at }) => (event.type === 'ApplicationSubmitted' ? [[event.madeAt, at]] : [])), [[workday - 5 * hour, workday]])
})

test('The time that a device tells lies at most three days back, and never ahead', async () => {
  assert.equal((await sent(90 * hour)).view.madeAt, workday - 72 * hour)
  assert.equal((await sent(-5 * hour)).view.madeAt, workday)
  assert.equal((await sent(null)).view.madeAt, null)
})
