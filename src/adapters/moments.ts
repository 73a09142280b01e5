import type { Locale } from '../office/service.ts'

/** An instant in words of the reader's language, in the office's zone: `24 November 2026 pukul 16.00 WIB`. */
export function dateAndTime(instant: number, locale: Locale, style: 'date' | 'date-time' = 'date-time', zone = 'Asia/Jakarta'): string {
  const language = locale === 'id' ? 'id-ID' : 'en-GB'
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).format(instant)
  if (style === 'date') return day
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', timeZone: zone, timeZoneName: 'short' }).format(instant)
  return locale === 'id' ? `${day} pukul ${time}` : `${day}, ${time}`
}

/** The zone as people say it: `WIB`. */
export function zoneName(instant: number, locale: Locale, zone: string): string {
  const parts = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(instant)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}
