import type { CompiledCalendar } from '../time/working-calendar.ts'

/** Working time laid out once, from an instant on, so that adding some costs next to nothing. */
export type WorkingAxis = {
  /** When so much working time (ms) has passed after an instant (epoch ms); Infinity beyond the end of the axis. */
  after(at: number, ms: number): number
}

const dayMs = 86_400_000

/** Lays out the working time of a calendar between two instants. */
export function layOutTime(calendar: CompiledCalendar, from: number, to: number): WorkingAxis {
  const begins: number[] = []
  const ends: number[] = []
  /** Working time before each span. */
  const before: number[] = []
  let sum = 0
  for (let day = calendar.dayOf(from); day <= calendar.dayOf(Math.max(from, to)); day++)
    for (const span of calendar.spansOf(day)) {
      begins.push(span.from)
      ends.push(span.to)
      before.push(sum)
      sum += span.to - span.from
    }
  /** The first of ascending values that is so large, or larger; their number when none is. */
  const firstFrom = (values: readonly number[], wanted: number) => {
    let [low, high] = [0, values.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[middle]! >= wanted) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    after(at, ms) {
      if (ms === 0) return at
      const span = firstFrom(ends, at + 1)
      if (span === ends.length) return Infinity
      const worked = before[span]! + Math.max(0, at - begins[span]!) + ms
      if (worked > sum) return Infinity
      // Ends at a close rather than at the next opening, as everywhere in `time/`.
      const last = firstFrom(before, worked) - 1
      return begins[last]! + worked - before[last]!
    },
  }
}

/** So far ahead is looked: a year of days. What takes longer is not foreseen. */
export const horizonMs = 366 * dayMs
