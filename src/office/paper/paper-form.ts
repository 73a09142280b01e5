/** Where a printed form is. Every one that was printed ends as used, spoiled or missing: none is just gone. */
export type PaperState = 'printed' | 'used' | 'spoiled' | 'missing'

/** Why a form is spoiled or missing: from a list, so that no name gets into a record that stays for ever. */
export const accountReasons = {
  spoiled: ['miswritten', 'damaged', 'misprinted', 'called-off', 'blank-destroyed'],
  missing: ['lost', 'stolen', 'not-returned'],
} as const

export type AccountReason = (typeof accountReasons)['spoiled' | 'missing'][number]

/** What the head of the unit says of a form that is not used; `printed` takes an earlier word back: it turned up. */
export type Account =
  | { readonly to: 'spoiled' | 'missing'; readonly reason: string }
  | { readonly to: 'printed' }

export type AccountRefusal = 'AlreadyUsed' | 'UnknownReason' | 'NothingChanged' | 'MarkedOtherwise'

/** What happened to a pack or one of its forms, for ever. */
export type PaperFact =
  | { readonly type: 'printed'; readonly forms: number }
  | { readonly type: 'downloaded' }
  | { readonly type: 'opened' }
  | { readonly type: 'received'; readonly receivedAt: number }
  | { readonly type: 'entered'; readonly receivedAt: number }
  | { readonly type: 'spoiled' | 'missing'; readonly reason: AccountReason }
  | { readonly type: 'found' }

/**
 * Accounts for one form. A used one is an application: nothing takes that back. One that is spoiled or missing has to be found
 * before it can be anything else, so that each step of it is on the record.
 */
export function accountFor(state: PaperState, account: Account): { readonly ok: true; readonly state: PaperState; readonly fact: PaperFact } | { readonly ok: false; readonly refusal: AccountRefusal } {
  if (state === 'used') return { ok: false, refusal: 'AlreadyUsed' }
  if (state === account.to) return { ok: false, refusal: 'NothingChanged' }
  if (account.to === 'printed') return { ok: true, state: 'printed', fact: { type: 'found' } }
  if (state !== 'printed') return { ok: false, refusal: 'MarkedOtherwise' }
  const reason = accountReasons[account.to].find((known) => known === account.reason)
  return reason ? { ok: true, state: account.to, fact: { type: account.to, reason } } : { ok: false, refusal: 'UnknownReason' }
}

/** A time on a receipt is written to the minute. */
const minuteMs = 60_000

/** Whether the time on a receipt can be true: not in the future, and not before the form was printed. Epoch milliseconds. */
export function wrongTime(times: { readonly receivedAt: number; readonly printedAt: number; readonly now: number }): 'InTheFuture' | 'BeforePrinted' | null {
  if (times.receivedAt > times.now) return 'InTheFuture'
  return times.receivedAt + minuteMs <= times.printedAt ? 'BeforePrinted' : null
}

const picture = 'paper-form:'
/** A form has some sheets; each may be a picture of its own, or all of them one scan. */
export const mostPictures = 12

/** The requirement under which one picture of a form is kept among the documents of its case; `id` is its own, so none takes another's place. */
export function newPicture(id: string): string {
  return picture + id.slice(0, 8)
}

export function isPaperPicture(requirement: string): boolean {
  return requirement.startsWith(picture)
}

const prefix = 'paper:'

/** Who an application on paper belongs to: somebody without an account, known by the case and the receipt in their hands. */
export function paperApplicant(id: string): string {
  return prefix + id
}

export function isPaperApplicant(person: string): boolean {
  return person.startsWith(prefix)
}
