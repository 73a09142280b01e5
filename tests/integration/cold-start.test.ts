import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Opened } from '../../src/adapters/open-office.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import { makeReadyDrafts, type ReadyDraft } from '../support/ready-drafts.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const people = 48
let house: TestOffice
let drafts: readonly ReadyDraft[]
let fresh: Opened
before(async () => {
  house = await openTestOffice()
  drafts = await makeReadyDrafts(house.office, people)
  fresh = await house.openNode()
})
after(() => house?.close())

test('While every connection is in the middle of something, what is read beside it comes all the same', async () => {
  const connections = 16
  const all = Promise.withResolvers<void>()
  let begun = 0
  await Promise.all(Array.from({ length: connections }, () => fresh.office.store.transaction(async (tx) => {
    if (++begun === connections) all.resolve()
    await tx.caseRow('00000000-0000-4000-8000-000000000000')
    await all.promise
    await Promise.all([fresh.office.places.place('jakarta-pusat'), fresh.office.places.unit('3171'), fresh.office.calendars.of('3171')])
  })))
  assert.equal(begun, connections, 'none had to give up and begin again')
})

test('A node that has just been opened is pressed by three times as many people as it has connections: each is served', async () => {
  const answers = await Promise.all(drafts.map(({ id, person, command }) => submitApplication(fresh.office, { kind: 'citizen', person, email: '', locale: 'id' }, { id, declared: true, command, shown: '2099-12-31' })))
  assert.deepEqual(answers.filter((answer) => !answer.ok), [])
  assert.equal(new Set(answers.map((answer) => answer.ok && answer.number)).size, people)
})
