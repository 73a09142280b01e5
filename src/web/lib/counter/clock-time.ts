import type { Locale } from '#office/service.ts'

/** The time of day of an instant, in a unit's zone: `09.14`, `09:14`. */
export function clockTime(at: number, locale: Locale, timeZone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at)
}

/** The day of an instant in a unit's zone, `YYYY-MM-DD`. */
export function localDay(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at)
}
