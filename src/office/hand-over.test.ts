import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application } from './application.ts'
import { handOverAbsent, moveByHead, type Receiver } from './hand-over.ts'
import type { Person } from './permissions.ts'

const application = (task: Application['task'], checkedBy: string | null = null) => ({ unit: '3171', applicant: 'dewi', outcome: null, task, checkedBy }) as Application
const checking = (holder: string | null) => application({ task: 'check', role: 'verifier', openedAt: 0, holder })
const signing = (holder: string | null, checkedBy: string) => application({ task: 'sign', role: 'head', openedAt: 0, holder }, checkedBy)
const duties = (duty: 'verifier' | 'head', unit = '3171') => [{ duty, unit }]
const receiver = (person: string, more: Partial<Receiver> = {}): Receiver => ({ person, duties: duties('verifier'), away: false, ...more })
const sri: Person = { kind: 'staff', person: 'sri', duties: duties('head') }
const kindOf = (moved: ReturnType<typeof moveByHead>) => (moved.ok ? moved.events[0] : moved.refusal.kind)

test('The head gives a held or a waiting task to an officer with the duty, on the record', () => {
  assert.deepEqual(kindOf(moveByHead(checking('rina'), sri, receiver('bayu'))), { type: 'TaskHandedOver', task: 'check', from: 'rina', to: 'bayu', reason: 'moved-by-head' })
  assert.deepEqual(kindOf(moveByHead(checking(null), sri, receiver('bayu'))), { type: 'TaskHandedOver', task: 'check', from: null, to: 'bayu', reason: 'moved-by-head' })
})

test('Not by who is not the head there, and not to who has no duty there, is away, has it already, or checked what is to be signed', () => {
  assert.equal(kindOf(moveByHead(checking('rina'), { ...sri, duties: duties('verifier') } as Person, receiver('bayu'))), 'NoDuty')
  assert.equal(kindOf(moveByHead(checking('rina'), { ...sri, duties: duties('head', '3174') } as Person, receiver('bayu'))), 'NoDuty')
  assert.equal(kindOf(moveByHead(checking('rina'), sri, receiver('bayu', { duties: duties('verifier', '3174') }))), 'ReceiverNoDuty')
  assert.equal(kindOf(moveByHead(checking('rina'), sri, receiver('bayu', { away: true }))), 'ReceiverAway')
  assert.equal(kindOf(moveByHead(checking('rina'), sri, receiver('rina'))), 'AlreadyThere')
  assert.equal(kindOf(moveByHead(signing(null, 'bayu'), sri, receiver('bayu', { duties: duties('head') }))), 'ReceiverFourEyes')
  assert.equal(kindOf(moveByHead({ ...checking('rina'), outcome: 'withdrawn' }, sri, receiver('bayu'))), 'Decided')
})

test('What an absent officer holds goes to the deputy who may have it, else to the line; what they do not hold stays', () => {
  const to = (events: ReturnType<typeof handOverAbsent>) => events.map((event) => event.type === 'TaskHandedOver' && event.to)
  assert.deepEqual(to(handOverAbsent(checking('rina'), 'rina', receiver('bayu'))), ['bayu'])
  assert.deepEqual(to(handOverAbsent(checking('rina'), 'rina', null)), [null])
  assert.deepEqual(to(handOverAbsent(checking('rina'), 'rina', receiver('bayu', { away: true }))), [null])
  assert.deepEqual(to(handOverAbsent(signing('sri', 'bayu'), 'sri', receiver('bayu', { duties: duties('head') }))), [null], 'four eyes')
  assert.deepEqual(handOverAbsent(checking('bayu'), 'rina', receiver('bayu')), [])
})
