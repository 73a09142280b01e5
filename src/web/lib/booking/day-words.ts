import type { Locale } from '#office/service.ts'
import { zoneName } from '#adapters/moments.ts'

const formats = { id: formatsOf('id-ID'), en: formatsOf('en-GB') }

function formatsOf(tag: string) {
  const utc = { timeZone: 'UTC' } as const
  return {
    weekday: new Intl.DateTimeFormat(tag, { weekday: 'short', ...utc }),
    day: new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', ...utc }),
    whole: new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...utc }),
    weekdayLong: new Intl.DateTimeFormat(tag, { weekday: 'long', ...utc }),
  }
}

const at = (date: string) => new Date(`${date}T00:00:00Z`)

/** The weekday of a local date, short: `Kam`. Takes `YYYY-MM-DD`. */
export const weekdayWord = (date: string, locale: Locale): string => formats[locale].weekday.format(at(date))

/** A local date, short: `26 Nov`. */
export const dayWord = (date: string, locale: Locale): string => formats[locale].day.format(at(date))

/** A local date as people say it: `Kamis, 26 November 2026`. */
export const wholeDay = (date: string, locale: Locale): string => formats[locale].whole.format(at(date))

/** ISO weekday, 1 Monday to 7 Sunday. */
export const isoWeekday = (date: string): number => at(date).getUTCDay() || 7

/** The name of an ISO weekday, long: `Senin`. 1 January 2024 was a Monday. */
export const weekdayName = (weekday: number, locale: Locale): string => formats[locale].weekdayLong.format(Date.UTC(2024, 0, weekday))

/** A local time `HH:MM` as it is written in a language: `09.30`, `09:30`. */
export const clock = (time: string, locale: Locale): string => (locale === 'id' ? time.replace(':', '.') : time)

/** The time of an instant on the clocks of a zone, which has its Indonesian name in both languages: `10.42 WIB`. */
export function clockAt(instant: number, zone: string, locale: Locale): string {
  const time = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(instant)
  return `${time} ${zoneName(instant, 'id', zone)}`
}
