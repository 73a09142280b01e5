import type { Words, WordKey } from '#words/office'

/** The sentence for a refusal of the rules. A kind that a page was not made for says that nothing was changed. */
export function refusalWords(t: Words, kind: string): string {
  const key = `office.refusal.${kind}` as WordKey
  const words = t(key)
  return words === key ? t('office.refusal.Other') : words
}
