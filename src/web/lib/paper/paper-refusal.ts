import type { WordKey, Words } from '#words'
import { refusalWords } from '../apply/error-words.ts'

/** The sentence for why a paper form, or its picture, was not taken. */
export function paperRefusal(t: Words, refused: { readonly kind: string; readonly unit?: string }): string {
  const key = `office.paper.refusal.${refused.kind}` as WordKey
  const words = t(key, { unit: refused.unit ?? '' })
  return words === key ? refusalWords(t, refused.kind) : words
}
