import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import type { Process } from '../bpmn/model.ts'
import { advance } from '../run/advance.ts'
import { addWorkingTime } from '../time/working-time.ts'
import { edge, end, flow, line, on, read, readIzinPenelitian, user } from '../sample-process.ts'
import { chanceOf } from './chance.ts'
import { calendarWith, hourMs, minuteMs, monday, sampleScene, submittedState } from './sample-office.ts'
import type { Habits, Scene } from './scene.ts'
import { endedWith, likelihoodBy, simulate } from './simulate.ts'
import { layOutTime } from './working-axis.ts'

let research: Process
before(async () => {
  research = await readIzinPenelitian()
})
const jakarta = (at: number) => new Date(at + 7 * hourMs).toISOString().slice(0, 16)
const always = (check: readonly [number, string], sign: readonly [number, string] = [5, 'sign']): Habits =>
  new Map([['check', [{ ms: check[0] * minuteMs, variables: { outcome: check[1] } }]], ['sign', [{ ms: sign[0] * minuteMs, variables: { outcome: sign[1] } }]], ['correction', [{ ms: 24 * hourMs, variables: {} }]]])
const last = (scene: Scene, runs = 1) => simulate(scene, runs, chanceOf(1)).at(-1)!

test('A case goes through its own process, as long at each task as people take', () => {
  assert.equal(jakarta(last(sampleScene(research, 1, { habits: always([30, 'approve']) }))[0]!), '2026-03-02T08:05')
  assert.equal(jakarta(last(sampleScene(research, 1, { habits: always([30, 'reject']) }))[0]!), '2026-03-02T08:00', 'a rejection needs no signature')
})

test('Who stands behind waits for those ahead, and the next working day when the office closes', () => {
  const habits = always([60, 'approve'], [0, 'sign'])
  assert.equal(jakarta(last(sampleScene(research, 4, { habits, people: 1 }))[0]!), '2026-03-02T11:30')
  assert.equal(jakarta(last(sampleScene(research, 4, { habits, people: 2 }))[0]!), '2026-03-02T09:30')
  assert.equal(jakarta(last(sampleScene(research, 10, { habits, people: 1 }))[0]!), '2026-03-03T09:00')
})

test('A holiday in the way moves it; a Friday has its prayer', () => {
  const habits = always([60, 'approve'], [0, 'sign'])
  assert.equal(jakarta(last(sampleScene(research, 10, { habits, people: 1, holidays: ['2026-03-03'] }))[0]!), '2026-03-04T09:00')
  assert.equal(jakarta(last(sampleScene(research, 1, { habits, now: Date.parse('2026-03-06T11:00:00+07:00') }))[0]!), '2026-03-06T13:30')
})

test('What is in somebody\'s hands is done first, and has only the rest to go', () => {
  const scene = sampleScene(research, 2, { habits: always([60, 'approve'], [0, 'sign']), people: 1 })
  const held = { ...scene, line: [scene.line[0]!, { ...scene.line[1]!, inHand: 40 * minuteMs }] }
  assert.deepEqual(simulate(held, 1, chanceOf(1)).map(([at]) => jakarta(at!)), ['2026-03-02T08:50', '2026-03-02T07:50'])
})

test('What is not taken up at once lies as long as usual, less what it has lain already', () => {
  const habits: Habits = new Map([...always([60, 'approve'], [0, 'sign']), ['check', [{ ms: 60 * minuteMs, lag: 120 * minuteMs, variables: { outcome: 'approve' } }]]])
  const scene = sampleScene(research, 1, { habits })
  assert.equal(jakarta(last(scene)[0]!), '2026-03-02T10:30')
  const lain = (waited: number) => jakarta(last({ ...scene, line: [{ ...scene.line[0]!, waited: waited * minuteMs }] })[0]!)
  assert.equal(lain(90), '2026-03-02T09:00')
  assert.equal(lain(900), '2026-03-02T08:30')
})

test('A case that waits for its applicant waits on the wall\'s clock, and then in the line again', () => {
  const sentBack = advance(research, submittedState(research), { kind: 'complete', element: 'check', variables: { outcome: 'send-back' } }, {})
  assert.ok(sentBack.ok)
  const scene = sampleScene(research, 1, { habits: always([60, 'approve'], [0, 'sign']), state: sentBack.state })
  assert.equal(jakarta(last(scene)[0]!), '2026-03-03T08:30')
})

test('Where nobody has the role, no end is foreseen; a case sent back for ever is given up', () => {
  assert.deepEqual(last(sampleScene(research, 1, { heads: 0 }), 3), [Infinity, Infinity, Infinity])
  const scene = sampleScene(research, 1)
  assert.deepEqual(last({ ...scene, teams: new Map() }), [Infinity])
  assert.deepEqual(last(sampleScene(research, 1, { habits: always([1, 'approve'], [1, 'return']) })), [Infinity])
  assert.deepEqual(last(sampleScene(research, 1, { habits: always([1, 'an outcome that no flow knows']) })), [Infinity])
  assert.equal(endedWith([1, Infinity], 0.9), Infinity)
})

test('A timer that interrupts ends the waiting; one that only reminds does not', async () => {
  const process = await read(`<startEvent id="in"/>${user('wait')}${edge('late', 'wait', on.timer('PT5H'))}${end('done')}${end('over')}${line('in', 'wait', 'done')}${flow('late', 'over')}`)
  const scene = sampleScene(process, 1, { state: { at: { wait: 1 }, timers: { late: 'PT5H' }, vars: {} }, habits: new Map(), people: 0 })
  assert.equal(last(scene)[0], monday + 5 * hourMs)
})

test('The same seed gives the same answer, another seed another one', () => {
  const scene = sampleScene(research, 8)
  assert.deepEqual(simulate(scene, 40, chanceOf(7)), simulate(scene, 40, chanceOf(7)))
  assert.notDeepEqual(simulate(scene, 40, chanceOf(7)), simulate(scene, 40, chanceOf(8)))
})

test('A larger likelihood never comes earlier, nothing ends before now, and the share by that instant is at least the likelihood', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, cases, a, b) => {
      const finishes = simulate(sampleScene(research, cases), 20, chanceOf(seed)).at(-1)!
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      assert.ok(monday <= endedWith(finishes, low) && endedWith(finishes, low) <= endedWith(finishes, high))
      assert.ok(likelihoodBy(finishes, endedWith(finishes, high)) >= high - 1e-9)
    }),
    { numRuns: 40 },
  )
})

test('At a single desk more people never make anybody later, whatever chance brings', async () => {
  const process = await read(`<startEvent id="in"/>${user('check')}${end('done')}${line('in', 'check', 'done')}`)
  const times = [5, 40, 90, 400].map((minutes) => ({ ms: minutes * minuteMs, variables: {} }))
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 4 }), (seed, cases, people) => {
      const scene = sampleScene(process, cases, { state: { at: { check: 1 }, vars: {} }, habits: new Map([['check', times]]) })
      const with_ = (count: number) => simulate({ ...scene, teams: new Map([['', { people: count, calendar: calendarWith() }]]) }, 5, chanceOf(seed))
      const [few, more] = [with_(people), with_(people + 1)]
      few.forEach((finishes, nth) => finishes.forEach((at, run) => assert.ok(more[nth]![run]! <= at)))
    }),
    { numRuns: 60 },
  )
})

test('Through the whole process, more people make the last in the line ready earlier', () => {
  const [few, more] = [1, 4].map((people) => last(sampleScene(research, 30, { people }), 100))
  for (const likelihood of [0.1, 0.5, 0.9]) assert.ok(endedWith(more!, likelihood) < endedWith(few!, likelihood))
})

test('Outcomes come as often as they did', () => {
  const finishes = last(sampleScene(research, 1, { people: 1 }), 2000)
  // Four of five are approved at once, and done the same morning.
  const share = likelihoodBy(finishes, monday + 3 * hourMs)
  assert.ok(Math.abs(share - 0.8) < 0.03, String(share))
})

test('Of what is told with a likelihood, that share comes true, where the office goes on as it did', () => {
  const scene = sampleScene(research, 12)
  const told = simulate(scene, 400, chanceOf(1))
  const truths = simulate(scene, 500, chanceOf(2))
  for (const likelihood of [0.5, 0.9])
    for (const [nth, finishes] of told.entries()) {
      const share = likelihoodBy(truths[nth]!, endedWith(finishes, likelihood))
      assert.ok(Math.abs(share - likelihood) < 0.1, `case ${nth}: told ${likelihood}, ${share} were`)
    }
})

test('Working time laid out beforehand is the working time of the calendar', () => {
  const calendar = calendarWith(['2026-03-03', '2026-03-10'])
  const axis = layOutTime(calendar, monday, monday + 60 * 24 * hourMs)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 * 24 * 60 }), fc.integer({ min: 0, max: 9000 }), (offset, minutes) => {
      const at = monday + offset * minuteMs
      assert.equal(axis.after(at, minutes * minuteMs), addWorkingTime(calendar, at, minutes * minuteMs))
    }),
  )
  assert.equal(axis.after(monday, 1000 * hourMs), Infinity)
})
