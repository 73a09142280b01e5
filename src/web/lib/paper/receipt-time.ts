import type { UnitClock } from '#usecases/ports.ts'

/** A date and a time as they were typed, `YYYY-MM-DD` and `HH:MM` in the unit's zone, as an instant; null when they are none. */
export function receiptTime(clock: Pick<UnitClock, 'startOfDay' | 'date'>, date: string, time: string): number | null {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(time.trim()) ?? []
  if (hours === undefined || minutes === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))) return null
  const at = clock.startOfDay(date) + (Number(hours) * 60 + Number(minutes)) * 60_000
  return clock.date(at) === date ? at : null
}

/** An instant as the two fields show it. */
export function typedTime(at: number | null, zone: string): { readonly date: string; readonly time: string } {
  if (at === null) return { date: '', time: '' }
  const [date = '', time = ''] = new Date(at).toLocaleString('sv-SE', { timeZone: zone }).split(' ')
  return { date, time: time.slice(0, 5) }
}
