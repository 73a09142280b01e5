import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { simulate, chanceOf, endedWith, type Process } from '../process/index.ts'
import { readIzinPenelitian } from '../process/sample-process.ts'
import { monday, sampleScene } from '../process/simulate/sample-office.ts'
import type { Actor, ApplicationEvent, Recorded } from './application-events.ts'
import { enoughPast, habitsOf } from './habits.ts'
import { readPastWork } from './past-work.ts'
import { usualCorrections, usualTimes } from './usual-times.ts'

const minuteMs = 60_000
/** A clock on which the office never closes. */
const always = { workingTime: (from: number, to: number) => to - from }
const one = () => 1
const rina: Actor = { kind: 'staff', person: 'rina', role: 'verifier' }
const sri: Actor = { kind: 'staff', person: 'sri', role: 'head' }
const system: Actor = { kind: 'system' }

/** A stream of what happened at which minute. */
const stream = (id: string, ...facts: readonly (readonly [minute: number, by: Actor, event: Partial<ApplicationEvent> & { readonly type: string }])[]): readonly Recorded[] =>
  facts.map(([minute, by, event], index) => ({ stream: id, version: index + 1, at: minute * minuteMs, by, event: event as ApplicationEvent }))
const opened = (task: string) => ({ type: 'TaskOpened', task, role: task === 'sign' ? 'head' : 'verifier' }) as const
const taken = { type: 'TaskTaken', task: 'check', outOfTurn: null } as const
const minutes = (streams: readonly (readonly Recorded[])[], element = 'check', people = one) =>
  (readPastWork(streams, always, people).tasks.get(element) ?? []).map(({ ms, lag, variables }) => [ms / minuteMs, (lag ?? 0) / minuteMs, variables['outcome']])

test('Work takes from when a task is taken to when it is done; before that it lay', () => {
  assert.deepEqual(minutes([stream('a', [0, system, opened('check')], [40, rina, taken], [55, rina, { type: 'ApprovedForSigning' }])]), [[15, 40, 'approve']])
})

test('Who has taken three at once works on one after the other', () => {
  const three = ['a', 'b', 'c'].map((id, nth) => stream(id, [0, system, opened('check')], [10, rina, taken], [20 + nth * 10, rina, { type: 'ApprovedForSigning' }]))
  assert.deepEqual(minutes(three).map(([work]) => work), [10, 10, 10])
})

test('What lay because of the work ahead of it did not lie idly', () => {
  const first = stream('a', [0, system, opened('check')], [0, rina, taken], [30, rina, { type: 'ApprovedForSigning' }])
  const second = stream('b', [1, system, opened('check')], [30, rina, taken], [60, rina, { type: 'ApprovedForSigning' }])
  assert.deepEqual(minutes([first, second]), [[30, 0, 'approve'], [30, 0, 'approve']])
})

test('A head who signs a pile in the afternoon lets it lie till then', () => {
  const pile = ['a', 'b'].map((id, nth) => stream(id, [nth * 60, system, opened('sign')], [400 + nth, sri, { type: 'PermitSigned' }]))
  assert.deepEqual(minutes(pile, 'sign'), [[0, 400, 'sign'], [1, 339.5, 'sign']])
})

test('Outcomes are kept with their times, and corrections are the applicant\'s', () => {
  const sentBack = stream('a', [0, system, opened('check')], [5, rina, taken], [9, rina, { type: 'CorrectionRequested' }], [1000, { kind: 'applicant', person: 'dewi' }, { type: 'CorrectionSubmitted' }], [1000, system, opened('check')], [1010, rina, taken], [1011, rina, { type: 'ApplicationRejected' }])
  assert.deepEqual(minutes([sentBack]).map(([, , outcome]) => outcome), ['send-back', 'reject'])
  assert.deepEqual(readPastWork([sentBack], always, one).corrections.map(({ ms }) => ms / minuteMs), [991])
})

test('A task that was laid back counts from when it was taken again; a withdrawn case was done by nobody', () => {
  assert.deepEqual(minutes([stream('a', [0, system, opened('check')], [1, rina, taken], [2, rina, { type: 'TaskReleased' }], [50, rina, taken], [60, rina, { type: 'ApprovedForSigning' }])]), [[10, 50, 'approve']])
  assert.deepEqual(minutes([stream('a', [0, system, opened('check')], [5, { kind: 'applicant', person: 'dewi' }, { type: 'ApplicationWithdrawn' }])]), [])
})

let process: Process
before(async () => {
  process = await readIzinPenelitian()
})

test('Without a history the table of usual times stands; an office\'s own takes its place bit by bit', () => {
  const none = habitsOf(process, { tasks: new Map(), corrections: [] }, 1)
  assert.deepEqual(none.get('check'), usualTimes('verifier', 1))
  assert.deepEqual([...none.keys()].sort(), ['check', 'correction', 'sign'])
  const own = (count: number) => habitsOf(process, { tasks: new Map([['check', Array.from({ length: count }, () => ({ ms: 7, variables: { outcome: 'approve' } }))]]), corrections: [] }, 1).get('check')!
  assert.equal(own(5).length, enoughPast)
  assert.equal(own(5).filter(({ ms }) => ms === 7).length, 5)
  assert.ok(own(25).every(({ ms }) => ms === 7))
})

test('Usual times have twenty ways and every outcome of their role, and grow with the promise', () => {
  assert.deepEqual([...new Set(usualTimes('verifier', 1).map(({ variables }) => variables['outcome']))].sort(), ['approve', 'reject', 'send-back'])
  assert.equal(usualTimes('head', 1).length, enoughPast)
  const longest = (days: number) => Math.max(...usualTimes('verifier', days).map(({ lag }) => lag ?? 0))
  assert.equal(longest(10), 10 * longest(1))
  assert.ok(usualCorrections.every(({ ms }) => ms > 0))
})

test('By the usual times a case of one working day is mostly ready on its day', () => {
  const scene = sampleScene(process, 1, { habits: habitsOf(process, { tasks: new Map(), corrections: [] }, 1), people: 2 })
  const [finishes] = simulate(scene, 400, chanceOf(1))
  assert.ok(endedWith(finishes!, 0.5) <= monday + 10 * 3_600_000)
})
