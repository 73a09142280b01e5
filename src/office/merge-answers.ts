import type { Answer, Answers } from './form.ts'

/** Answers as they are kept, and when each was changed last. Epoch milliseconds; a field that never was has none. */
export type KeptAnswers = { readonly answers: Answers; readonly changed: Readonly<Record<string, number>> }

/** What one device sends of a page. */
export type Edit = {
  /** Every field of the page, as it stands there. */
  readonly answers: Answers
  /** The fields that were touched, and when. Epoch milliseconds by the office's clock. */
  readonly edited: Readonly<Record<string, number>>
  /** The state that the page was made from: everything changed up to then was in front of the person. Epoch milliseconds. */
  readonly base: number
}

/** A field that two places answered differently; `dropped` is the answer that was not kept. */
export type Merged = { readonly field: string; readonly kept: Answer; readonly dropped: Answer; readonly from: 'here' | 'elsewhere' }

/**
 * Puts what a device sends together with what is kept, field by field. A field that was not touched there stays as it is
 * kept; one that nobody else changed meanwhile takes the device's answer; where both did, the later one stands, and what it
 * displaced is told. So it does not matter which device's line comes back first, nor how often it sends.
 */
export function mergeAnswers(kept: KeptAnswers, edit: Edit): KeptAnswers & { readonly merged: readonly Merged[] } {
  const answers: Record<string, Answer> = { ...edit.answers, ...kept.answers }
  const changed: Record<string, number> = { ...kept.changed }
  const merged: Merged[] = []
  for (const [field, answer] of Object.entries(edit.answers)) {
    const at = edit.edited[field]
    const before = kept.answers[field]
    if (at === undefined) continue
    const since = kept.changed[field] ?? 0
    changed[field] = Math.max(at, since)
    if (before !== undefined && same(before, answer)) continue
    const elsewhere = before !== undefined && since > edit.base
    const later = at > since || (at === since && JSON.stringify(answer) > JSON.stringify(before))
    if (elsewhere) merged.push(later ? { field, kept: answer, dropped: before, from: 'here' } : { field, kept: before, dropped: answer, from: 'elsewhere' })
    if (elsewhere && !later) continue
    answers[field] = answer
  }
  return { answers, changed, merged }
}

/** When something happened, by the office's clock: a device says how long ago it was, since its own clock may be wrong. Milliseconds. */
export function momentOf(received: number, age: number, oldest: number): number {
  return received - Math.min(Math.max(Number.isFinite(age) ? age : 0, 0), oldest)
}

function same(one: Answer, other: Answer): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
