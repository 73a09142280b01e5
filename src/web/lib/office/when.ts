import type { Locale } from '#office/service.ts'

const zone = 'Asia/Jakarta'

/** Made once: a list asks for hundreds, and to make one takes longer than to use it. */
const formats = { id: formatsOf('id-ID'), en: formatsOf('en-GB') }
const elsewhere = new Map<string, Intl.DateTimeFormat>()

function instantFormat(tag: string, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone })
}

function formatsOf(tag: string) {
  return {
    tag,
    instant: instantFormat(tag, zone),
    day: new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
    distance: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }),
  }
}

/** An instant, short, in a unit's zone: `Sel 24 Nov 14.05`. */
export function when(at: number, locale: Locale, inZone = zone): string {
  if (inZone === zone) return formats[locale].instant.format(at)
  const key = `${locale} ${inZone}`
  const format = elsewhere.get(key) ?? instantFormat(formats[locale].tag, inZone)
  elsewhere.set(key, format)
  return format.format(at)
}

/** A day, long: `Selasa, 24 November 2026`. Takes `YYYY-MM-DD`. */
export function dayOf(date: string, locale: Locale): string {
  return formats[locale].day.format(new Date(`${date}T00:00:00Z`))
}

/** How far away an instant is, in the biggest unit that says something: `dalam 3 jam`, `2 hari yang lalu`. */
export function howFar(at: number, now: number, locale: Locale): string {
  const minutes = Math.round((at - now) / 60_000)
  const { distance } = formats[locale]
  if (Math.abs(minutes) < 60) return distance.format(minutes, 'minute')
  if (Math.abs(minutes) < 36 * 60) return distance.format(Math.round(minutes / 60), 'hour')
  return distance.format(Math.round(minutes / 1440), 'day')
}
