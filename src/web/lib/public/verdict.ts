import type { SealCheck, VerifyView } from '#usecases/views.ts'

/** What was checked besides the number, and what came of it; `missing`: the form was sent empty. */
export type Proof =
  | { readonly asked: 'seal'; readonly said: SealCheck | 'missing' }
  | { readonly asked: 'pdf'; readonly said: 'genuine' | 'changed' | 'unknown' | 'missing' }

export type Verdict = { readonly tone: 'good' | 'mind' | 'bad'; readonly key: VerifyView['status'] | 'mismatch' }

const tones = { genuine: 'good', 'not-yet': 'mind', expired: 'bad', revoked: 'bad', unknown: 'bad', awaited: 'mind', void: 'bad' } as const

/**
 * The one thing that a checker takes home. A forger copies the number of a real permit first, so a paper whose seal or
 * file is not that permit's must never show the register's green: the mismatch outweighs it.
 */
export function verdictOf(status: VerifyView['status'], proof: Proof | null): Verdict {
  if (proof && proofFound(proof) === 'false' && status !== 'unknown') return { tone: 'bad', key: 'mismatch' }
  return { tone: tones[status], key: status }
}

/** Whether the proof speaks for the paper or against it, or could not be read at all and has to be given again. */
export function proofFound(proof: Proof): 'true' | 'false' | 'unreadable' {
  if (proof.said === 'missing' || proof.said === 'malformed') return 'unreadable'
  return proof.said === 'genuine' ? 'true' : 'false'
}
