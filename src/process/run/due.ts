const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/
const duration = /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/
const cycle = /^R(?<times>\d{0,6})\/(?<every>P[\dYMWDTHS.]+)$/

/**
 * True for what a timer can wait for (ISO 8601): an instant with its offset, a duration, or a duration that repeats. A
 * date without an offset would fall due at another time on another machine.
 */
export function isDue(text: string, kind: 'date' | 'duration' | 'cycle'): boolean {
  if (kind === 'date') return instant.test(text) && !Number.isNaN(Date.parse(text))
  if (kind === 'duration') return duration.test(text)
  const { times, every } = cycle.exec(text)?.groups ?? {}
  return every !== undefined && times !== '0' && duration.test(every)
}

/** A repeating interval after it fell due once; null when that was the last time. `R/...` repeats for ever. */
export function nextTime(text: string): string | null {
  const { times = '', every = '' } = cycle.exec(text)?.groups ?? {}
  if (times === '') return text
  return Number(times) > 1 ? `R${Number(times) - 1}/${every}` : null
}
