import type { Locale } from '#office/service.ts'

/** Working hours as the sentence `service.average.is` takes them: 0 is less than one; one decimal, none from ten up. */
export function workingHours(hours: number, locale: Locale): { readonly hours: number; readonly written: string } {
  const rounded = hours < 1 ? 0 : hours < 10 ? Math.round(hours * 10) / 10 : Math.round(hours)
  return { hours: rounded, written: new Intl.NumberFormat(locale === 'id' ? 'id-ID' : 'en-GB').format(rounded) }
}
