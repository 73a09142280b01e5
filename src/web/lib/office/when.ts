import type { Locale } from '#office/service.ts'

const zone = 'Asia/Jakarta'
const tag = (locale: Locale) => (locale === 'id' ? 'id-ID' : 'en-GB')

/** An instant, short: `Sel 24 Nov 14.05`. */
export function when(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at)
}

/** A day, long: `Selasa, 24 November 2026`. Takes `YYYY-MM-DD`. */
export function dayOf(date: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}

/** How far away an instant is, in the biggest unit that says something: `dalam 3 jam`, `2 hari yang lalu`. */
export function howFar(at: number, now: number, locale: Locale): string {
  const minutes = Math.round((at - now) / 60_000)
  const words = new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' })
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute')
  if (Math.abs(minutes) < 36 * 60) return words.format(Math.round(minutes / 60), 'hour')
  return words.format(Math.round(minutes / 1440), 'day')
}
