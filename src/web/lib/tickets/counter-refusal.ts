import type { Words, WordKey } from '#words/office'

/** The sentence for a refusal at the counter. */
export function counterRefusal(t: Words, kind: string, number = ''): string {
  const key = `office.counter.refusal.${kind}` as WordKey
  const words = t(key, { number })
  return words === key ? t('office.counter.refusal.Other') : words
}
