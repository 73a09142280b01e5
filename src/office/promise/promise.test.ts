import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countryZones, usualHours } from '../../process/time/sample-calendars.ts'
import type { Promised } from '../process-context.ts'
import { alarmsOf, checkRules, dueAlarms, nextAlarmAt, type PromiseRules } from './alarms.ts'
import { tellStops } from './clock-stops.ts'
import type { DayOff } from './days-off.ts'
import { promiseCalendar } from './promise-calendar.ts'

const hour = 3_600_000
const day = 24 * hour
const wib = (local: string) => Date.parse(`${local}+07:00`)
const start = wib('2026-11-02T00:00')
const zone = 'Asia/Jakarta'
const calendarOf = (daysOff: readonly DayOff[], at = zone) => promiseCalendar({ zone: at, weekly: usualHours, daysOff })
const dateOf = (at: number) => new Date(at + 7 * hour).toISOString().slice(0, 10)
const jakarta = (at: number | null) => (at === null ? null : new Date(at + 7 * hour).toISOString().slice(0, 16))

const instant = fc.integer({ min: 0, max: 40 * 24 * 60 }).map((minute) => start + minute * 60_000)
/** What happens in an office, in its order: a day is decreed, or the last that stands is revoked. */
const decree = fc.record({ at: instant, ahead: fc.integer({ min: -3, max: 20 }), revoke: fc.boolean() })
const promised = fc
  .record({ submittedAt: instant, days: fc.integer({ min: 1, max: 14 }), cuts: fc.uniqueArray(fc.integer({ min: 1, max: 30 * 24 * 60 }), { maxLength: 6 }) })
  .map(({ submittedAt, days, cuts }): Promised => {
    const at = cuts.toSorted((a, b) => a - b).map((minute) => submittedAt + minute * 60_000)
    return { submittedAt, days, stops: at.flatMap((from, index) => (index % 2 === 0 && at[index + 1] !== undefined ? [{ from, to: at[index + 1]! }] : [])) }
  })

function decreed(changes: readonly { readonly at: number; readonly ahead: number; readonly revoke: boolean }[]): readonly (readonly DayOff[])[] {
  let days: readonly DayOff[] = []
  return changes.toSorted((a, b) => a.at - b.at).map(({ at, ahead, revoke }) => {
    const last = days.findLast((each) => each.revokedAt === null)
    days = revoke && last ? days.map((each) => (each === last ? { ...each, revokedAt: at } : each)) : [...days, { date: dateOf(at + ahead * day), addedAt: at, revokedAt: null }]
    return days
  })
}

/** A promise as it was known at an instant: what stopped later had not stopped yet. */
const asKnown = (promise: Promised, at: number): Promised => ({
  ...promise,
  stops: promise.stops.flatMap(({ from, to }) => (from > at ? [] : [{ from, to: to !== null && to <= at ? to : null }])),
})

test('Whatever days are decreed and revoked one after another, and however the clock stops, a deadline once told never comes earlier', () => {
  fc.assert(
    fc.property(promised, fc.array(decree, { maxLength: 8 }), (promise, changes) => {
      const versions = decreed(changes)
      const instants = changes.map(({ at }) => at).sort((a, b) => a - b)
      const moments = [promise.submittedAt, ...instants, ...promise.stops.map(({ to }) => to!)].sort((a, b) => a - b)
      let told = 0
      for (const moment of moments.filter((at) => at >= promise.submittedAt)) {
        const deadline = calendarOf(versions[instants.findLastIndex((at) => at <= moment)] ?? []).reckon(asKnown(promise, moment)).deadline
        if (deadline === null) continue
        assert.ok(deadline >= told, `${jakarta(told)} became ${jakarta(deadline)}`)
        told = deadline
      }
      assert.ok(told > 0)
    }),
    { numRuns: 400 },
  )
})

test('What passed its deadline stays as it ended, whatever is decreed afterwards', () => {
  fc.assert(
    fc.property(promised, fc.integer({ min: 0, max: 20 * 24 * 60 }), fc.integer({ min: -30, max: 30 }), (promise, later, ahead) => {
      const deadline = calendarOf([]).reckon(promise).deadline!
      const addedAt = deadline + later * 60_000
      const after = calendarOf([{ date: dateOf(addedAt + ahead * day), addedAt, revokedAt: null }]).reckon(promise)
      assert.deepEqual([after.deadline, after.moves], [deadline, []])
    }),
    { numRuns: 300 },
  )
})

test('A long stop over a short Friday does not make a decreed day shorten the promise', () => {
  // Thursday off gives Friday back, an hour shorter; the stop over Thursday would lose its eight and a half hours.
  const promise: Promised = { submittedAt: wib('2026-11-04T09:00'), days: 1, stops: [{ from: wib('2026-11-04T15:00'), to: wib('2026-11-06T07:30') }] }
  const told = calendarOf([]).reckon(promise).deadline!
  const after = calendarOf([{ date: '2026-11-05', addedAt: wib('2026-11-06T08:00'), revokedAt: null }]).reckon(promise)
  assert.equal(jakarta(after.deadline), jakarta(told))
})

test('A day that stood when the case came in counts, one that was revoked before does not, one decreed later moves it and says so', () => {
  const submittedAt = wib('2026-11-24T10:00')
  const promise: Promised = { submittedAt, days: 1, stops: [] }
  const off = (addedAt: string, revokedAt: string | null): DayOff => ({ date: '2026-11-25', addedAt: wib(addedAt), revokedAt: revokedAt === null ? null : wib(revokedAt) })
  const deadline = (...days: DayOff[]) => jakarta(calendarOf(days).reckon(promise).deadline)
  assert.equal(deadline(), '2026-11-25T16:00')
  assert.equal(deadline(off('2026-11-20T08:00', null)), '2026-11-26T16:00')
  assert.equal(deadline(off('2026-11-20T08:00', '2026-11-23T08:00')), '2026-11-25T16:00')
  assert.equal(deadline(off('2026-11-20T08:00', '2026-11-24T11:00')), '2026-11-26T16:00', 'revoked after it was told')
  assert.equal(deadline(off('2026-11-20T08:00', '2026-11-23T08:00'), off('2026-11-24T12:00', null)), '2026-11-26T16:00')
  const late = calendarOf([off('2026-11-24T12:00', null)]).reckon(promise)
  assert.deepEqual(late.moves.map(({ day: which, from, to }) => [which, jakarta(from), jakarta(to)]), [['2026-11-25', '2026-11-25T16:00', '2026-11-26T16:00']])
})

test('The same wall clock in three zones gives the same promise, an hour apart', () => {
  const deadlines = countryZones.map(([name, ahead]) => {
    const submittedAt = Date.UTC(2026, 10, 24, 10) - ahead * hour
    return new Date(calendarOf([], name).reckon({ submittedAt, days: 1, stops: [] }).deadline! + ahead * hour).toISOString()
  })
  assert.deepEqual(deadlines, Array(3).fill('2026-11-25T16:00:00.000Z'))
})

test('Each stop moves the deadline on, and its parts add up to the whole', () => {
  const clock = calendarOf([])
  fc.assert(
    fc.property(promised, (promise) => {
      const stops = promise.stops.map((stop) => ({ ...stop, reason: 'applicant' as const }))
      const told = tellStops({ ...promise, stops }, { deadline: (each) => clock.reckon(each).deadline, reckon: clock.reckon })
      assert.equal(told.length, stops.length)
      told.forEach(({ before, after }, index) => {
        assert.ok(after! >= before!)
        assert.equal(before, index === 0 ? clock.reckon({ ...promise, stops: [] }).deadline : told[index - 1]!.after)
      })
      if (told.length > 0) assert.equal(told.at(-1)!.after, clock.reckon(promise).deadline)
    }),
  )
})

const words = { id: 'x', en: 'x' }
const rules: PromiseRules = {
  escalation: [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }, { to: 'above', after: 'P1D' }],
  deemedApproval: { on: true, basis: 'UU 30/2014', words },
}

test('Alarms count in working time: two days and one day before at the opening, hours by the hour, the lapse first at the deadline', () => {
  const { calendar } = calendarOf([]).reckon({ submittedAt: start, days: 1, stops: [] })
  const monday = wib('2026-11-30T16:00')
  assert.deepEqual(
    alarmsOf(rules, monday, calendar).map(({ key, at }) => [key, jakarta(at)]),
    [
      ['deemed:P2D', '2026-11-26T07:30'],
      ['deemed:P1D', '2026-11-27T07:30'],
      ['deemed:PT4H', '2026-11-30T12:00'],
      ['verifier:PT4H', '2026-11-30T12:00'],
      ['head:PT2H', '2026-11-30T14:00'],
      ['lapse', '2026-11-30T16:00'],
      ['above:+PT0S', '2026-11-30T16:00'],
      ['above:+P1D', '2026-12-01T16:00'],
    ],
  )
  assert.deepEqual(alarmsOf(rules, null, calendar), [])
  assert.deepEqual(alarmsOf({ ...rules, deemedApproval: { on: false, basis: '', words } }, monday, calendar).filter(({ kind }) => kind === 'lapse' || kind === 'warn'), [], 'off is off')
})

test('However late and however often the alarms are run, each is given at most once, in order, and none is left over', () => {
  fc.assert(
    fc.property(promised, fc.array(fc.integer({ min: -20 * 24 * 60, max: 5 * 24 * 60 }), { minLength: 1, maxLength: 12 }), (promise, wakes) => {
      const { deadline, calendar } = calendarOf([]).reckon(promise)
      const alarms = alarmsOf(rules, deadline, calendar)
      assert.deepEqual(alarms.map(({ at }) => at), alarms.map(({ at }) => at).toSorted((a, b) => a - b))
      const given: string[] = []
      for (const now of wakes.toSorted((a, b) => a - b).map((minute) => deadline! + minute * 60_000)) {
        const due = dueAlarms(alarms, now, new Set(given))
        assert.ok(due.every((alarm) => alarm.at <= now && !given.includes(alarm.key)))
        assert.equal(new Set(due.map((alarm) => `${alarm.kind} ${alarm.kind === 'lapse' ? '' : alarm.to}`)).size, due.length, 'one of each line')
        given.push(...due.map(({ key }) => key))
        assert.deepEqual(dueAlarms(alarms, now, new Set(given)), [])
        const next = nextAlarmAt(alarms, now)
        assert.ok(next === null || next > now)
      }
      const order = given.map((key) => alarms.findIndex((alarm) => alarm.key === key))
      for (const line of ['deemed', 'above']) {
        const places = order.filter((place) => alarms[place]!.key.startsWith(line))
        assert.deepEqual(places, places.toSorted((a, b) => a - b))
      }
    }),
  )
})

test('A length that is no working time is refused where the service is read', () => {
  for (const before of ['P1M', 'P1W', 'P1DT4H', '-PT1H', 'four hours'])
    assert.throws(() => checkRules({ escalation: [{ to: 'head', before }], deemedApproval: null }), RangeError, before)
  assert.doesNotThrow(() => checkRules(rules))
})
