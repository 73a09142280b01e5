import { keepDiary } from './wall-clock.ts'

const minuteMs = 60_000

/** When the office works: local `HH:MM` by ISO weekday, the end not included. */
export type Hours = { readonly zone: string; readonly weekly: Readonly<Record<number, readonly (readonly [string, string])[]>> }

/** A stretch in which a promise stands still; `to` is null while it lasts. Epoch ms. */
export type Standstill = { readonly from: number; readonly to: number | null }

/** The dates of the clerk's diary on which the office is closed: 1 for closed, by their place in the diary. */
export type ClosedDays = Uint8Array

/**
 * A clerk who reckons promises with a wall clock and a list of closed days, one minute after the other, and knows no
 * shortcut. All instants are epoch ms and need not lie on whole minutes.
 */
export type PatientClerk = {
  /** The dates that the clerk's diary covers. */
  readonly dates: readonly string[]
  closed(dates: Iterable<string>): ClosedDays
  /** Whether somebody works at an instant. */
  works(at: number, closed: ClosedDays): boolean
  /** Working ms from one instant to a later one. */
  worked(from: number, to: number, closed: ClosedDays): number
  /** The close of the last of so many working days after the day of receipt. */
  close(received: number, days: number, closed: ClosedDays): number
  /** When a promise ends that stood still at times; null while it stands still. */
  deadline(promise: { readonly submittedAt: number; readonly days: number; readonly stops: readonly Standstill[] }, closed: ClosedDays): number | null
  /** The latest instant from which so many working ms are left before another. */
  before(at: number, ms: number, closed: ClosedDays): number
  /** The earliest instant by which so many working ms have passed since another. */
  after(at: number, ms: number, closed: ClosedDays): number
  /** The opening of the so many-th working date before the date of an instant. */
  openingBefore(at: number, days: number, closed: ClosedDays): number
  /** The close of the so many-th working date after the date of an instant. */
  closeAfter(at: number, days: number, closed: ClosedDays): number
  /** The local date of an instant. */
  date(at: number): string
}

/** Hires a clerk whose diary covers the time from one instant to another (whole hours). Throws when asked beyond it. */
export function hireClerk({ zone, weekly }: Hours, first: number, until: number): PatientClerk {
  const diary = keepDiary(zone, first, until)
  const { dayAt } = diary
  const spans = [1, 2, 3, 4, 5, 6, 7].map((weekday) => (weekly[weekday] ?? []).map(([from, to]) => [minuteOf(from), minuteOf(to)] as const))
  const usual = Uint8Array.from(diary.minuteAt, (minute, index) => {
    const weekday = diary.weekdays[dayAt[index]!]!
    return spans[weekday - 1]!.some(([from, to]) => minute >= from && minute < to) ? 1 : 0
  })
  const indexOf = (at: number) => {
    const index = Math.floor((at - first) / minuteMs)
    if (index < 0 || index >= diary.minutes) throw new RangeError(`The diary has no ${new Date(at).toISOString()}.`)
    return index
  }
  /** Whether the minute works that begins at an index: the usual hours say so, and the date is not closed. */
  const worksIn = (index: number, closed: ClosedDays) => usual[index] === 1 && closed[dayAt[index]!] === 0
  const endOf = (index: number) => first + (index + 1) * minuteMs
  const works = (at: number, closed: ClosedDays) => worksIn(indexOf(at), closed)

  /** Walks over whole minutes, one after the other, until so many were worked or the last is passed. Gives where it stopped. */
  const walk = (from: number, to: number, wanted: number, closed: ClosedDays): { readonly index: number; readonly worked: number } => {
    let worked = 0
    let index = from
    for (; index < to && worked < wanted; index += 1) if (usual[index] === 1 && closed[dayAt[index]!] === 0) worked += 1
    return { index, worked }
  }

  /** Counts what is worked from one instant to another, until so many ms were. Both may lie within a minute. */
  const spend = (from: number, to: number, purse: number, closed: ClosedDays): { readonly spent: number; readonly emptyAt: number | null } => {
    let [at, spent] = [from, 0]
    while (at < to) {
      const index = indexOf(at)
      const wholeMinutes = Math.floor((purse - spent) / minuteMs)
      const lastWhole = Math.min(diary.minutes, Math.floor((to - first) / minuteMs))
      if (at % minuteMs === 0 && wholeMinutes > 0 && index < lastWhole) {
        const walked = walk(index, lastWhole, wholeMinutes, closed)
        spent += walked.worked * minuteMs
        at = first + walked.index * minuteMs
        if (spent === purse) return { spent, emptyAt: at }
        continue
      }
      const next = Math.min(endOf(index), to)
      if (worksIn(index, closed)) {
        if (purse - spent <= next - at) return { spent: purse, emptyAt: at + purse - spent }
        spent += next - at
      }
      at = next
    }
    return { spent, emptyAt: null }
  }

  const worked = (from: number, to: number, closed: ClosedDays) => spend(from, to, Infinity, closed).spent

  // Walks on until the office has worked on `days` more dates after the first one, and has closed on the last of them.
  const close = (received: number, days: number, closed: ClosedDays) => {
    let [seen, onDay, end] = [-1, -1, 0]
    for (let index = indexOf(received); index < diary.minutes; index += 1) {
      const day = dayAt[index]!
      if (usual[index] === 0 || closed[day] === 1) continue
      if (day !== onDay) {
        if (seen === days) return endOf(end)
        seen += 1
        onDay = day
      }
      end = index
    }
    throw new RangeError('The diary is too short.')
  }

  // The promise is a purse of working time, filled at receipt. It empties while the office works and no stop lasts.
  const deadline: PatientClerk['deadline'] = ({ submittedAt, days, stops }, closed) => {
    if (stops.some(({ to }) => to === null)) return null
    let purse = worked(submittedAt, close(submittedAt, days, closed), closed)
    const edges = stops.flatMap(({ from, to }) => [from, to!]).filter((edge) => edge > submittedAt).sort((a, b) => a - b)
    for (let at = submittedAt; ; ) {
      const next = edges.shift() ?? Infinity
      const stands = stops.some(({ from, to }) => from <= at && at < to!)
      if (!stands) {
        const { spent, emptyAt } = spend(at, next, purse, closed)
        if (emptyAt !== null) return emptyAt
        purse -= spent
      }
      at = next
    }
  }

  const before = (at: number, ms: number, closed: ClosedDays) => {
    let left = ms
    for (let to = at; left > 0; ) {
      const index = indexOf(to - 1)
      const from = first + index * minuteMs
      if (worksIn(index, closed)) {
        if (left <= to - from) return to - left
        left -= to - from
      }
      to = from
    }
    return at
  }

  const after = (at: number, ms: number, closed: ClosedDays) => {
    let left = ms
    for (let from = at; left > 0; ) {
      const index = indexOf(from)
      if (worksIn(index, closed)) {
        if (left <= endOf(index) - from) return from + left
        left -= endOf(index) - from
      }
      from = endOf(index)
    }
    return at
  }

  // Leaves through the diary, back or on, to the so many-th date on which somebody works; gives its minutes, first to last.
  const workingDate = (at: number, days: number, way: -1 | 1, closed: ClosedDays) => {
    let day = dayAt[indexOf(at)]!
    for (let seen = 0; seen < days; ) {
      day += way
      const minutes = minutesOf(day, closed)
      if (minutes.length > 0) seen += 1
    }
    return minutesOf(day, closed)
  }
  const minutesOf = (day: number, closed: ClosedDays) => {
    const found: number[] = []
    for (let index = firstMinuteOf(day); index < diary.minutes && dayAt[index] === day; index += 1) if (worksIn(index, closed)) found.push(index)
    return found
  }
  const firstMinutes = diary.dates.map((_, day) => diary.dayAt.indexOf(day))
  const firstMinuteOf = (day: number) => {
    const index = firstMinutes[day]
    if (index === undefined) throw new RangeError('The diary is too short.')
    return index
  }

  return {
    after,
    openingBefore: (at, days, closed) => first + workingDate(at, days, -1, closed)[0]! * minuteMs,
    closeAfter: (at, days, closed) => endOf(workingDate(at, days, 1, closed).at(-1)!),
    dates: diary.dates,
    closed: (dates) => {
      const off = new Set(dates)
      return Uint8Array.from(diary.dates, (date) => (off.has(date) ? 1 : 0))
    },
    works,
    worked,
    close,
    deadline,
    before,
    date: (at) => diary.dates[dayAt[indexOf(at)]!]!,
  }
}

function minuteOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number)
  return hour! * 60 + minute!
}
