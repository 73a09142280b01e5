import type { WordKey, Words } from '#words'

/** Why a booking was refused and what to do now. A kind that no page was made for says that nothing was changed. */
export function bookingRefusal(t: Words, kind: string): string {
  const key = `booking.refusal.${kind}` as WordKey
  const words = t(key)
  return words === key ? t('booking.refusal.Other') : words
}
