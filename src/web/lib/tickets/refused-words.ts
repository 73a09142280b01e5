import type { Words, WordKey } from '#words'
import { writtenDate } from '../apply/moments.ts'
import type { Locale } from '#office/service.ts'

export type RefusalShown = { readonly kind: string; readonly number?: string; readonly date?: string; readonly placeName?: string }

/** The sentence for a refusal about a ticket, which says what to do next. */
export function refusedWords(t: Words, refusal: RefusalShown, locale: Locale): string {
  const key = `ticket.refusal.${refusal.kind}` as WordKey
  const words = t(key, { number: refusal.number ?? '', date: refusal.date ? writtenDate(refusal.date, locale) : '', place: refusal.placeName ?? '' })
  return words === key ? t('ticket.refusal.Other') : words
}

/** Keeps of a refusal what the page says, and finds the name of the other place. */
export async function shownRefusal(
  office: { readonly places: { place(code: string): Promise<{ readonly name: Readonly<Record<Locale, string>> } | null> } },
  refusal: { readonly kind: string; readonly number?: string; readonly date?: string; readonly place?: string; readonly id?: string },
  locale: Locale,
): Promise<RefusalShown & { readonly id?: string }> {
  const { kind, number, date, id } = refusal
  const placeName = refusal.place ? (await office.places.place(refusal.place))?.name[locale] : undefined
  return { kind, ...(number ? { number } : {}), ...(date ? { date } : {}), ...(id ? { id } : {}), ...(placeName ? { placeName } : {}) }
}
