import type { Locale } from '#office/service.ts'

// The country's three zones by the names that people use.
const zoneNames: Readonly<Record<string, string>> = { 'Asia/Jakarta': 'WIB', 'Asia/Pontianak': 'WIB', 'Asia/Makassar': 'WITA', 'Asia/Jayapura': 'WIT' }

/** An instant (epoch milliseconds) as people in the unit's zone say it: `Selasa, 24 November 2026 pukul 14.05 WIB`. */
export function moment(at: number, locale: Locale, zone = 'Asia/Jakarta'): string {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(at) + ` ${zoneNames[zone] ?? zone}`
}

/** The day of an instant in the unit's zone, without the year: `Kamis, 26 November`. */
export function weekday(at: number, locale: Locale, zone: string): string {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }).format(at)
}

/** A date without a time, `YYYY-MM-DD`, written out. What is no date stays as it is. */
export function writtenDate(value: string, locale: Locale): string {
  const date = new Date(`${value}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return value
  const tag = locale === 'id' ? 'id-ID' : 'en-GB'
  return new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
}
