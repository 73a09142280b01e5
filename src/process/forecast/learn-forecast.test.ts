import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { knownAt, partByTime } from './known-log.ts'
import { learnForecast } from './learn-forecast.ts'
import { keysOf, lookBack } from './moments.ts'
import { dayMs, hourMs, sampleLog, sampleTrace } from './sample-traces.ts'
import { learnFromSimilar } from './similar-cases.ts'
import { quantileOf } from './survival.ts'
import type { Trace } from './trace.ts'

const prefix = ({ events }: Trace, count: number) => events.slice(0, count)
const hoursByTurn = (index: number): readonly [number, number] => (index % 3 === 0 ? [30, 4] : [2, 1 + (index % 5)])

test('What is told depends on nothing of the later cases', () => {
  const earlier = sampleLog(200, hoursByTurn)
  const later = sampleLog(80, hoursByTurn, 200 * 6 * hourMs)
  const asked = [1, 2, 3].map((count) => prefix(sampleTrace('asked', 0, [5, 5]), count))
  const tell = (log: readonly Trace[]) => {
    const { known } = partByTime(log, 200 / 280)
    const forecaster = learnForecast(known)
    return JSON.stringify([forecaster.settings, forecaster.widths, asked.map((events) => forecaster.remaining(events))])
  }
  const usual = tell([...earlier, ...later])
  const otherwise = later.map((trace, index) => ({ ...trace, events: trace.events.map((event, nth) => ({ activity: `other ${nth}`, resource: null, at: event.at + (nth === 0 ? 0 : index * dayMs) })) }))
  assert.equal(tell([...earlier, ...otherwise]), usual)
  assert.equal(tell([...otherwise, ...earlier]), usual, 'nor on the order of the file')
})

test('What came after the instant until which a log is known is refused', () => {
  const { known } = partByTime(sampleLog(60, hoursByTurn), 0.7)
  assert.ok(known.cases.every(({ events }) => events.every(({ at }) => at < known.until)))
  assert.throws(() => learnForecast({ ...known, until: known.until - 40 * hourMs }), RangeError)
})

test('A case that went on after the parting is known as one that had not ended', () => {
  const log = [...sampleLog(7, () => [1, 1]), sampleTrace('slow', 6 * hourMs, [1, 900]), ...sampleLog(3, () => [1, 1], 10 * dayMs)]
  const { known, at } = partByTime(log, 8 / 11)
  assert.equal(at, 10 * dayMs)
  assert.deepEqual(known.cases.filter(({ ended }) => !ended).map(({ events }) => events.length), [2])
})

test('Cases that have not ended make the office no quicker', () => {
  const quick = sampleLog(6, () => [1, 1])
  const stuck = Array.from({ length: 6 }, (_, index) => sampleTrace(`stuck ${index}`, index * 6 * hourMs, [1, 9000]))
  const settings = { likenesses: ['activity'], halfLife: 1000, trust: 0 } as const
  const median = (log: readonly Trace[]) => quantileOf(learnFromSimilar(knownAt(log, 100 * dayMs), settings)(keysOf(prefix(quick[0]!, 1))), 0.7)
  assert.equal(median(quick), 2 * hourMs)
  const known = knownAt([...quick, ...stuck, sampleTrace('long', 0, [1, 2000])], 100 * dayMs)
  assert.equal(quantileOf(learnFromSimilar(known, settings)(keysOf(prefix(quick[0]!, 1))), 0.7), 2001 * hourMs)
})

test('Newer cases count for more', () => {
  const log = [...sampleLog(60, () => [48, 1]), ...sampleLog(40, () => [2, 1], 60 * 6 * hourMs)]
  const told = (halfLife: number) => {
    const learned = learnFromSimilar(knownAt(log, 1000 * dayMs), { likenesses: ['activity'], halfLife, trust: 0 })
    return quantileOf(learned(keysOf(prefix(log[0]!, 1))), 0.5)
  }
  assert.equal(told(1e9), 49 * hourMs)
  assert.equal(told(10), 3 * hourMs)
})

test('What a case has been through is told apart, in whatever order it happened', () => {
  const log = Array.from({ length: 40 }, (_, index) => {
    const long = index % 2 === 0
    const second = long ? 'visit' : 'check'
    return { id: String(index), events: ['receive', second, 'file', 'sign'].map((activity, nth) => ({ activity, at: index * dayMs + nth * (long ? 9 : 1) * hourMs, resource: null })) }
  })
  const learned = learnFromSimilar(knownAt(log, 1000 * dayMs), { likenesses: ['activity-and-past', 'activity'], halfLife: 1000, trust: 1 })
  const left = (past: readonly string[]) => quantileOf(learned(keysOf(past.map((activity, at) => ({ activity, at, resource: null })))), 0.5)
  assert.equal(left(['receive', 'visit', 'file']), 9 * hourMs)
  assert.equal(left(['receive', 'check', 'file']), hourMs)
  assert.equal(left(['check', 'receive', 'file']), hourMs)
  assert.equal(lookBack(knownAt(log, 1000 * dayMs)).ms.length, 160)
})

test('The middle lies in the interval of half, and that in the interval of most; a likelihood grows with time', () => {
  const forecaster = learnForecast(knownAt(sampleLog(150, hoursByTurn), 1000 * dayMs))
  fc.assert(
    fc.property(fc.array(fc.constantFrom('receive', 'check', 'sign', 'never seen'), { minLength: 1, maxLength: 5 }), fc.nat(90), fc.nat(90), (past, a, b) => {
      const events = past.map((activity, at) => ({ activity, at, resource: null }))
      const { median, half, most } = forecaster.remaining(events)
      assert.ok(most[0] <= half[0] && half[0] <= median && median <= half[1] && half[1] <= most[1])
      assert.ok(forecaster.likelihood(events, Math.min(a, b) * hourMs) <= forecaster.likelihood(events, Math.max(a, b) * hourMs))
    }),
  )
})

test('An office that has hardly begun still gets an answer', () => {
  const forecaster = learnForecast(knownAt(sampleLog(2, () => [2, 1]), dayMs * 9))
  assert.equal(forecaster.remaining(prefix(sampleTrace('new', 0, [1, 1]), 1)).median, 3 * hourMs)
  assert.equal(learnForecast({ until: 0, cases: [] }).remaining([{ activity: 'receive', at: 0, resource: null }]).median, 0)
})
