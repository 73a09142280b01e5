import type { Decree } from './decrees.ts'
import type { Hours } from './patient-clerk.ts'
import type { Chance } from './seeded-chance.ts'

const dayMs = 86_400_000

/** The hours of an office of the country, in one of its time zones (hours ahead of UTC; none has summer time). */
export const countryZones = [['Asia/Jakarta', 7], ['Asia/Makassar', 8], ['Asia/Jayapura', 9]] as const
export const weekly: Hours['weekly'] = {
  1: [['07:30', '16:00']], 2: [['07:30', '16:00']], 3: [['07:30', '16:00']], 4: [['07:30', '16:00']], 5: [['07:30', '11:30'], ['13:00', '16:30']],
}

/** A year from 1 July 2027: the year changes in it, and it has a 29 February. `ahead` in hours; instants in epoch ms. */
export type Year = { readonly ahead: number; readonly first: number; readonly last: number; readonly leapDay: number; readonly newYear: number; readonly decrees: readonly Decree[] }

/** An instant of local time, `YYYY-MM-DDTHH:MM`. */
export const localInstant = (ahead: number, local: string) => Date.parse(`${local}:00.000Z`) - ahead * 3_600_000

/**
 * The days off of a year: the nation's holidays, known from the beginning; and joint leave, some decreed in good time, some
 * the day before, on the day itself or when it was over, some taken back before or after it, some decreed again.
 */
export function planYear(ahead: number, holidays: readonly string[], chance: Chance): Year {
  const at = (local: string) => localInstant(ahead, local)
  const [first, last] = [at('2027-07-01T00:00'), at('2028-07-01T00:00')]
  const fixed: readonly (readonly [date: string, from: string, until: string | null])[] = [
    // The leap day: decreed in the last hours before it, taken back, and decreed again while people are at work.
    ['2028-02-29', '2028-02-28T14:00', '2028-02-28T15:30'],
    ['2028-02-29', '2028-02-29T09:00', null],
    // The eve of the new year, when everybody has gone home; the first working day of the new year, before it opens.
    ['2027-12-31', '2027-12-30T20:00', null],
    ['2028-01-03', '2028-01-03T07:29', null],
    // A Friday, in its prayer; a day at the instant of its close, when its promises are over.
    ['2027-10-08', '2027-10-08T12:00', null],
    ['2027-11-17', '2027-11-17T16:00', null],
    // A week around a feast, decreed long before, of which two days are taken back on the first of them.
    ...['2028-04-03', '2028-04-04', '2028-04-05', '2028-04-06', '2028-04-07'].map((date) => [date, '2027-12-06T10:00', date > '2028-04-05' ? '2028-04-03T10:00' : null] as const),
  ]
  const decrees = fixed.map(([date, from, until]): Decree => ({ date, from: at(from), until: until === null ? null : at(until) }))
  const taken = new Set([...holidays, ...decrees.map(({ date }) => date)])
  for (let count = 0; count < 24; ) {
    const date = new Date(Date.UTC(2027, 6, 5) + chance.whole(0, 365) * dayMs).toISOString().slice(0, 10)
    if (taken.has(date)) continue
    taken.add(date)
    count += 1
    const from = at(`${date}T${chance.pick(['07:30', '09:17', '15:59', '16:00', '22:05'])}`) - chance.pick([60, 21, 5, 2, 1, 1, 0, 0, -1, -3]) * dayMs
    const until = chance.happens(0.35) ? from + chance.pick([1, 20, 30, 100, 400]) * 3_600_000 : null
    decrees.push({ date, from, until })
    if (until !== null && chance.happens(0.5)) decrees.push({ date, from: until + chance.pick([0, 1, 5, 50]) * 3_600_000, until: null })
  }
  const known = holidays.map((date): Decree => ({ date, from: at('2026-01-01T00:00'), until: null }))
  return { ahead, first, last, leapDay: at('2028-02-29T00:00'), newYear: at('2028-01-01T00:00'), decrees: [...known, ...decrees].sort((a, b) => a.from - b.from || (a.date < b.date ? -1 : 1)) }
}

/** When applications come in, in order: mostly in the hours of work, more on Mondays; and at every hour that makes trouble. */
export function planSubmissions({ ahead, first, last }: Year, count: number, chance: Chance): Float64Array {
  const days = Math.round((last - first) / dayMs)
  const instants = new Float64Array(count)
  for (let index = 0; index < count; index += 1) {
    const kind = chance.whole(1, 100)
    let day = first + chance.whole(0, days - 1) * dayMs
    // The days around the leap day, the new year and the late decrees have more than their share.
    if (kind <= 12) day = localInstant(ahead, `${chance.pick(['2028-02-25', '2028-02-28', '2028-02-29', '2027-12-30', '2027-12-31', '2028-01-03', '2027-10-07', '2027-11-16', '2028-03-31'])}T00:00`)
    else if (kind <= 30) day += ((8 - new Date(day + ahead * 3_600_000).getUTCDay()) % 7) * dayMs
    const minutes = kind % 10 < 6 ? chance.whole(7 * 60 + 30, 16 * 60) : chance.pick([0, 450, 449, 690, 779, 780, 960, 990, 1439, chance.whole(0, 1439)])
    const away = chance.happens(0.3) ? chance.pick([-1, 0, 1, -1000, 30_500]) : chance.whole(0, 59_999)
    instants[index] = Math.min(Math.max(day + minutes * 60_000 + away, first), last - 1)
  }
  return instants.sort()
}

/**
 * Times in which no job is run, as when both nodes are down over an afternoon, a night or a weekend: gives the instant at which
 * what is due is run. The calendar is not changed in them.
 */
export function planOutages({ first, last, decrees }: Year, chance: Chance): (due: number) => number {
  const outages: (readonly [from: number, to: number])[] = []
  for (let count = 0; count < 16; count += 1) {
    const from = first + chance.whole(0, Math.round((last - first) / 60_000)) * 60_000
    const to = from + chance.pick([40, 180, 1100, 3000]) * 60_000
    const isQuiet = ![...decrees.flatMap((each) => [each.from, each.until ?? 0])].some((at) => at >= from - 60_000 && at <= to + 60_000)
    if (isQuiet && !outages.some((other) => from <= other[1] && to >= other[0])) outages.push([from, to])
  }
  return (due) => outages.find(([from, to]) => due >= from && due < to)?.[1] ?? due
}
