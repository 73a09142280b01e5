import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { usualHours } from './sample-calendars.ts'
import { compileCalendar, isWorkingDay, localDate, type WorkingCalendar } from './working-calendar.ts'
import { addWorkingDays, addWorkingTime, nextWorkingInstant, subtractWorkingTime, workingTimeBetween } from './working-time.ts'

const hour = 3_600_000
const minute = 60_000
const jakarta: WorkingCalendar = {
  zone: 'Asia/Jakarta',
  weekly: usualHours,
  holidays: new Map([
    ['2026-12-24', 'Cuti bersama Natal'],
    ['2026-12-25', 'Natal'],
    ['2027-01-01', 'Tahun baru'],
  ]),
}
const calendar = compileCalendar(jakarta)
const wib = (local: string) => Date.parse(`${local}+07:00`)
const close = (local: string, days: number) => addWorkingDays(calendar, wib(local), days)

test('the office works Monday to Friday, and not on national holidays or joint leave', () => {
  const days = ['2026-11-23', '2026-11-27', '2026-11-28', '2026-11-29', '2026-12-24', '2026-12-25', '2027-01-01', '2027-01-04']
  assert.deepEqual(days.map((day) => isWorkingDay(calendar, day)), [true, true, false, false, false, false, false, true])
})

test('what arrives before closing is received that day, what arrives later on the next working day', () => {
  assert.equal(close('2026-11-24T05:00', 0), wib('2026-11-24T16:00'), 'before opening')
  assert.equal(close('2026-11-24T15:59:59.999', 0), wib('2026-11-24T16:00'), 'a moment before closing')
  assert.equal(close('2026-11-24T16:00', 0), wib('2026-11-25T16:00'), 'at closing')
  assert.equal(close('2026-11-27T12:00', 0), wib('2026-11-27T16:30'), 'in the prayer break of Friday')
  assert.equal(close('2026-11-27T16:30', 0), wib('2026-11-30T16:00'), 'Friday after closing')
  assert.equal(close('2026-11-28T10:00', 0), wib('2026-11-30T16:00'), 'Saturday')
})

test('a one-day service ends with the first working day after receipt', () => {
  assert.equal(close('2026-11-24T09:00', 1), wib('2026-11-25T16:00'))
  assert.equal(close('2026-11-24T23:59', 1), wib('2026-11-26T16:00'), 'received on the 25th')
  assert.equal(close('2026-11-26T09:00', 1), wib('2026-11-27T16:30'), 'Friday closes later')
  assert.equal(close('2026-11-27T09:00', 1), wib('2026-11-30T16:00'))
})

test('a deadline passes over joint leave, Christmas, the weekend and the turn of the year', () => {
  assert.equal(close('2026-12-23T09:00', 1), wib('2026-12-28T16:00'))
  assert.equal(close('2026-12-30T09:00', 2), wib('2027-01-04T16:00'))
  assert.equal(close('2026-12-18T09:00', 10), wib('2027-01-06T16:00'))
})

test('29 February is a working day like any other', () => {
  assert.equal(close('2028-02-28T09:00', 1), wib('2028-02-29T16:00'))
  assert.equal(close('2028-02-28T09:00', 2), wib('2028-03-01T16:00'))
  assert.equal(close('2027-02-26T09:00', 1), wib('2027-03-01T16:00'))
})

test('the office opens at the next opening, never in the prayer break', () => {
  const next = (local: string) => nextWorkingInstant(calendar, wib(local))
  assert.equal(next('2026-11-27T11:29'), wib('2026-11-27T11:29'))
  assert.equal(next('2026-11-27T11:30'), wib('2026-11-27T13:00'))
  assert.equal(next('2026-11-27T16:30'), wib('2026-11-30T07:30'))
  assert.equal(next('2026-12-23T16:00'), wib('2026-12-28T07:30'))
})

test('working time stands still at night, in the prayer break and on days off', () => {
  assert.equal(workingTimeBetween(calendar, wib('2026-11-27T11:00'), wib('2026-11-27T14:00')), 1.5 * hour)
  assert.equal(workingTimeBetween(calendar, wib('2026-11-27T16:00'), wib('2026-11-30T08:00')), hour)
  assert.equal(workingTimeBetween(calendar, wib('2026-11-23T00:00'), wib('2026-11-30T00:00')), 4 * 8.5 * hour + 7.5 * hour)
  assert.equal(workingTimeBetween(calendar, wib('2026-11-30T08:00'), wib('2026-11-27T16:00')), -hour)
})

test('working time ends at a close rather than the next opening, and begins at an opening rather than the close before', () => {
  assert.equal(addWorkingTime(calendar, wib('2026-11-27T10:30'), hour), wib('2026-11-27T11:30'))
  assert.equal(addWorkingTime(calendar, wib('2026-11-27T10:30'), hour + 1), wib('2026-11-27T13:00') + 1)
  assert.equal(subtractWorkingTime(calendar, wib('2026-11-27T14:00'), hour), wib('2026-11-27T13:00'))
  assert.equal(subtractWorkingTime(calendar, wib('2026-11-27T14:00'), 4 * hour), wib('2026-11-27T08:30'))
  assert.equal(subtractWorkingTime(calendar, wib('2026-11-30T08:00'), hour), wib('2026-11-27T16:00'))
  assert.equal(addWorkingTime(calendar, wib('2026-11-28T10:00'), 0), wib('2026-11-28T10:00'))
})

test('each of the three time zones of the country has its own closing hour', () => {
  for (const [zone, offset] of [['Asia/Jakarta', '+07:00'], ['Asia/Makassar', '+08:00'], ['Asia/Jayapura', '+09:00']] as const) {
    const here = compileCalendar({ ...jakarta, zone })
    assert.equal(addWorkingDays(here, Date.parse(`2026-11-24T09:00${offset}`), 1), Date.parse(`2026-11-25T16:00${offset}`))
    assert.equal(localDate(here, Date.parse(`2026-11-24T23:59${offset}`)), '2026-11-24')
    assert.equal(localDate(here, Date.parse(`2026-11-25T00:00${offset}`)), '2026-11-25')
  }
})

test('a broken calendar or a nonsense instant is refused instead of reckoned with', () => {
  const compile = (change: Partial<WorkingCalendar>) => () => compileCalendar({ ...jakarta, ...change })
  assert.throws(compile({ zone: 'Asia/Atlantis' }), RangeError)
  assert.throws(compile({ holidays: new Map([['2026-02-30', 'No such day']]) }), RangeError)
  assert.throws(compile({ weekly: {} }), RangeError)
  assert.throws(compile({ weekly: { 8: [['08:00', '09:00']] } }), RangeError)
  assert.throws(compile({ weekly: { 1: [['16:00', '07:30']] } }), RangeError)
  assert.throws(compile({ weekly: { 1: [['07:30', '12:00'], ['11:00', '16:00']] } }), RangeError)
  assert.throws(compile({ weekly: { 1: [['7:30', '16:00']] } }), RangeError)
  for (const at of [NaN, Infinity, 1e15]) assert.throws(() => addWorkingDays(calendar, at, 1), RangeError)
  assert.throws(() => addWorkingDays(calendar, 0, 1.5), RangeError)
  assert.throws(() => addWorkingTime(calendar, 0, -1), RangeError)
  assert.throws(() => subtractWorkingTime(calendar, 0, NaN), RangeError)
})

test('a length of working time that takes more than a hundred years is refused, not searched for ever', () => {
  const once = compileCalendar({ ...jakarta, weekly: { 1: [['08:00', '09:00']] } })
  const started = performance.now()
  for (const reach of [addWorkingTime, subtractWorkingTime]) assert.throws(() => reach(once, wib('2026-11-24T09:00'), 6000 * hour), RangeError)
  assert.throws(() => addWorkingDays(once, wib('2026-11-24T09:00'), 6000), RangeError)
  assert.equal(addWorkingTime(once, wib('2026-11-24T09:00'), 1000 * hour), wib('2046-01-22T09:00'))
  assert.ok(performance.now() - started < 5000)
})

test('a year of 250 working days is counted in the time of a blink', () => {
  const at = wib('2026-11-24T09:00')
  const due = addWorkingDays(calendar, at, 250)
  const started = performance.now()
  for (let times = 0; times < 1000; times += 1) assert.equal(addWorkingDays(calendar, at, 250), due)
  assert.ok(performance.now() - started < 250, 'a quarter of a millisecond each, on the slowest machine')
})

// The oracle knows nothing of spans and caches: it walks minute by minute and asks the wall clock of Intl each time.
function oracle(of: WorkingCalendar) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: of.zone, hourCycle: 'h23', weekday: 'short',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  })
  const seen = new Map<number, { works: boolean; date: string }>()
  const look = (at: number) => {
    const known = seen.get(at)
    if (known) return known
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<string, string>
    const date = `${part['year']}-${part['month']}-${part['day']}`
    const time = `${part['hour']}:${part['minute']}`
    const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part['weekday'] ?? '') + 1
    const works = !of.holidays.has(date) && (of.weekly[weekday] ?? []).some(([from, to]) => time >= from && time < to)
    seen.set(at, { works, date })
    return { works, date }
  }
  return {
    between: (from: number, to: number) => {
      let worked = 0
      for (let at = from; at < to; at += minute) if (look(at).works) worked += minute
      return worked
    },
    // Minutes worked on each date, walked until the office has closed on the Nth working date after the first one.
    close: (at: number, days: number) => {
      const opened: string[] = []
      let last = 0
      for (let now = at; ; now += minute) {
        const { works, date } = look(now)
        if (works && !opened.includes(date)) {
          if (opened.length > days) return last
          opened.push(date)
        }
        if (works) last = now + minute
      }
    },
  }
}

const zones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Berlin']
const calendars = zones.map((zone) => {
  const of = { ...jakarta, zone, holidays: new Map([['2026-03-30', 'x'], ['2026-04-03', 'y'], ['2026-04-02', 'z']]) }
  return { compiled: compileCalendar(of), slow: oracle(of) }
})
// Two weeks around the night in which Berlin puts its clocks forward.
const instant = fc.integer({ min: 0, max: 14 * 24 * 60 }).map((minutes) => Date.UTC(2026, 2, 23) + minutes * minute)

test('working time agrees with a clerk who counts minute by minute', () => {
  fc.assert(
    fc.property(fc.constantFrom(...calendars), instant, instant, ({ compiled, slow }, a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const worked = slow.between(from, to)
      assert.equal(workingTimeBetween(compiled, from, to), worked)
      const reached = addWorkingTime(compiled, from, worked)
      assert.ok(reached <= to && slow.between(from, reached) === worked)
      if (worked > 0) assert.ok(slow.between(from, reached - minute) < worked, 'the earliest such instant')
      const back = subtractWorkingTime(compiled, to, worked)
      assert.ok(back >= from && slow.between(back, to) === worked)
      if (worked > 0) assert.ok(slow.between(back + minute, to) < worked, 'the latest such instant')
    }),
    { numRuns: 150 },
  )
})

test('deadlines agree with a clerk who counts minute by minute', () => {
  fc.assert(
    fc.property(fc.constantFrom(...calendars), instant, fc.integer({ min: 0, max: 4 }), ({ compiled, slow }, at, days) => {
      assert.equal(addWorkingDays(compiled, at, days), slow.close(at, days))
    }),
    { numRuns: 100 },
  )
})
