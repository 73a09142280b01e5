import { Temporal } from 'temporal-polyfill'

const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:[0-5]\d([.,]\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
const [first, end] = [Date.UTC(1900, 0, 1), Date.UTC(2200, 0, 1)]

/**
 * Reads an instant of ISO 8601 with its offset, `2026-11-24T09:00:00+07:00`, as epoch milliseconds; null when the text is
 * none. Without an offset it would be another instant on another machine, and 30 February is no day: both are null.
 */
export function parseInstant(text: string): number | null {
  if (!form.test(text)) return null
  try {
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    // The form is right, but there is no such day or hour.
    return null
  }
}

/** Whether a number is an instant that timers reckon with: 1900 to 2199, epoch milliseconds. */
export function isInstant(at: number): boolean {
  return at >= first && at < end
}
