import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueAt } from './due-at.ts'
import { parseDuration } from './duration.ts'
import { countryZones, hoursWithLunch, lebaran } from './sample-calendars.ts'
import { anyCalendar, anyMinute } from './sample-clerk.ts'
import { remainingTime, startTimer, stopTimer } from './stoppable-timer.ts'
import { deadlineOf } from './stoppable-clock.ts'
import { compileCalendar, type CompiledCalendar } from './working-calendar.ts'

const minute = 60_000
const hour = 3_600_000
const inZone = (zone: string) => compileCalendar({ zone, weekly: hoursWithLunch, holidays: lebaran })
const jakarta = inZone('Asia/Jakarta')
const wib = (local: string) => Date.parse(`${local}+07:00`)

const dueAfter = (calendar: CompiledCalendar, at: number, text: string) => {
  const found = dueAt({ at, duration: parseDuration(text) ?? assert.fail(text), basis: 'working', calendar })
  return found.ok ? found.due : assert.fail(found.refusal.kind)
}
const stopped = (calendar: CompiledCalendar, due: number, at: number) => {
  const found = stopTimer({ at, due, basis: 'working', calendar })
  return found.ok ? found.left : assert.fail(found.refusal.kind)
}
const started = (calendar: CompiledCalendar, left: number, at: number) => {
  const found = startTimer({ at, left, basis: 'working', calendar })
  return found.ok ? found.due : assert.fail(found.refusal.kind)
}
/** Five working hours from 09:00 of the last day before Lebaran, stopped and started again. */
const paused = (from: string, to: string) => started(jakarta, stopped(jakarta, dueAfter(jakarta, wib('2026-03-17T09:00'), 'PT5H'), wib(from)), wib(to))

test('a timer stopped at lunch and started on a holiday goes on when the office opens after it', () => {
  assert.equal(paused('2026-03-17T12:30', '2026-03-20T10:00'), wib('2026-03-25T09:30'), 'two of its five hours were left')
})

test('a timer stopped during an hour keeps the part of it that was left', () => {
  assert.equal(paused('2026-03-17T10:20', '2026-03-17T13:00'), wib('2026-03-25T08:10'), '3 h 40 min left, 3 h of them on the same day')
  assert.equal(paused('2026-03-17T14:59:59.999', '2026-03-26T11:59:59.999'), wib('2026-03-26T12:00'), 'a last millisecond')
})

test('a timer stopped at the end of the week and started in the prayer break goes on after the prayer', () => {
  assert.equal(started(jakarta, stopped(jakarta, dueAfter(jakarta, wib('2026-03-05T15:00'), 'PT2H'), wib('2026-03-05T23:00')), wib('2026-03-13T12:00')), wib('2026-03-13T14:00'))
  assert.equal(started(jakarta, stopped(jakarta, dueAfter(jakarta, wib('2026-03-06T16:00'), 'PT1H'), wib('2026-03-07T10:00')), wib('2026-03-08T10:00')), wib('2026-03-09T08:00'))
})

test('a case that goes to a unit in another zone of the country takes its working hours along', () => {
  const left = stopped(jakarta, dueAfter(jakarta, wib('2026-03-16T09:00'), 'PT5H'), wib('2026-03-16T11:00'))
  assert.equal(left, 3 * hour)
  const dues = countryZones.map(([zone]) => started(inZone(zone), left, wib('2026-03-16T13:00')))
  assert.deepEqual(dues, [wib('2026-03-16T16:00'), Date.parse('2026-03-17T08:30+08:00'), Date.parse('2026-03-17T09:30+09:00')])
})

test('joint leave that is decreed while a timer stands still is not worked on', () => {
  const before = compileCalendar({ zone: 'Asia/Jakarta', weekly: hoursWithLunch, holidays: new Map() })
  const left = stopped(before, dueAfter(before, wib('2026-03-17T15:00'), 'PT4H'), wib('2026-03-17T15:30'))
  assert.equal(started(jakarta, left, wib('2026-03-17T18:00')), wib('2026-03-25T11:00'))
})

test('what is left of a timer shrinks only while the office works', () => {
  const due = dueAfter(jakarta, wib('2026-03-17T09:00'), 'PT8H')
  const left = ['2026-03-17T09:00', '2026-03-17T12:00', '2026-03-17T13:00', '2026-03-17T16:00', '2026-03-21T10:00', '2026-03-25T08:00', '2026-03-25T10:00'].map((at) => {
    const found = remainingTime({ at: wib(at), due, basis: 'working', calendar: jakarta })
    return found.ok ? found.left / hour : assert.fail(found.refusal.kind)
  })
  assert.deepEqual(left, [8, 5, 5, 2, 2, 1.5, 0])
})

test('a timer by the wall clock keeps its hours through nights and holidays', () => {
  const wall = { basis: 'calendar', zone: 'Asia/Jakarta' } as const
  const stop = stopTimer({ ...wall, at: wib('2026-03-17T20:00'), due: wib('2026-03-18T09:00') })
  assert.deepEqual(stop, { ok: true, left: 13 * hour })
  assert.deepEqual(startTimer({ ...wall, at: wib('2026-03-21T10:00'), left: 13 * hour }), { ok: true, due: wib('2026-03-21T23:00') })
})

test('a timer that is due can no longer be stopped', () => {
  const due = wib('2026-03-17T14:00')
  for (const at of [due, due + 1])
    assert.deepEqual(stopTimer({ at, due, basis: 'working', calendar: jakarta }), { ok: false, refusal: { kind: 'AlreadyDue', due } })
  assert.deepEqual(startTimer({ at: due, left: 0, basis: 'working', calendar: jakarta }), { ok: true, due }, 'nothing left: due at once')
})

test('nonsense is refused with its reason and never reckoned with for long', () => {
  const by = { basis: 'working', calendar: jakarta } as const
  const at = wib('2026-03-17T14:00')
  const before = performance.now()
  for (const value of [NaN, Infinity, -1, -Infinity]) assert.equal(startTimer({ at, left: value, ...by }).ok, false)
  for (const value of [NaN, Infinity, 1e15, -1e15]) {
    const refused = { ok: false, refusal: { kind: 'OutOfRange', value } }
    assert.deepEqual([startTimer({ at: value, left: 1, ...by }), stopTimer({ at: value, due: at, ...by }), remainingTime({ at, due: value, ...by })], [refused, refused, refused])
  }
  const tooFar = { ok: false, refusal: { kind: 'TooFar' } }
  assert.deepEqual(startTimer({ at, left: 1e13, ...by }), tooFar)
  assert.deepEqual(startTimer({ at, left: 3e12, ...by }), tooFar, '95 years of nothing but work take longer than 100')
  assert.deepEqual(remainingTime({ at, due: Date.UTC(2199, 0), ...by }), tooFar)
  assert.ok(performance.now() - before < 5000)
})

const length = fc.integer({ min: 1, max: 3000 }).map((minutes) => minutes * minute)

test('a clock that is stopped and started any number of times while nobody works changes nothing', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, length, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), ({ calendar, clerk }, at, ms, picks) => {
      const compiled = compileCalendar(calendar)
      const due = started(compiled, ms, at)
      // Stretches without work between now and the end, each as long as it lasts.
      const idle: number[][] = []
      for (let now = at; now < Math.min(due, at + 21 * 24 * hour); now += minute)
        if (!clerk.works(now)) {
          if (idle.at(-1)?.[1] === now) idle.at(-1)![1] = now + minute
          else idle.push([now, now + minute])
        }
      fc.pre(idle.length > 0)
      let nowDue = due
      for (const pick of picks.map((each) => each % idle.length).toSorted((a, b) => a - b)) {
        const [from, to] = idle[pick]!
        nowDue = started(compiled, stopped(compiled, nowDue, from!), to!)
        assert.equal(nowDue, due)
      }
    }),
    { numRuns: 150 },
  )
})

test('after a stop, a timer is due when the clerk has counted the minutes that were left', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, length, anyMinute, anyMinute, ({ calendar, clerk }, at, ms, stopAt, startAt) => {
      const compiled = compileCalendar(calendar)
      const due = started(compiled, ms, at)
      fc.pre(at <= stopAt && stopAt <= startAt && stopAt < due)
      const left = ms - clerk.between(at, stopAt)
      assert.equal(stopped(compiled, due, stopAt), left)
      assert.equal(started(compiled, left, startAt), clerk.due(startAt, 0, left))
    }),
    { numRuns: 150 },
  )
})

test('a timer of a task and the promise to the applicant move by the same stop to the same instant', () => {
  fc.assert(
    fc.property(anyCalendar, anyMinute, fc.integer({ min: 1, max: 5 }), anyMinute, anyMinute, ({ calendar }, at, days, one, other) => {
      const compiled = compileCalendar(calendar)
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const due = dueAfter(compiled, at, `P${days}D`)
      fc.pre(at <= from && from < due)
      const promise = deadlineOf(compiled, { started: at, allowance: { days }, stops: [{ from, to }] })
      assert.equal(started(compiled, stopped(compiled, due, from), to), promise)
    }),
    { numRuns: 300 },
  )
})
