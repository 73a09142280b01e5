import type { Application } from '../application.ts'
import { mayNot, type Denial, type Person } from '../permissions.ts'

/** A key that was made on a device and may sign for a head for a while. Instants in epoch milliseconds. */
export type Delegation = {
  readonly id: string
  readonly person: string
  readonly unit: string
  readonly services: readonly string[]
  readonly validFrom: number
  readonly validUntil: number
  /** How many permits at most, of all services together. */
  readonly most: number
}

/** Longest time and largest number that a head can ask for: what a stolen device could do at worst. */
export const longestDelegationHours = 24
export const mostPermits = 50

export type AloneDenial = Denial | { readonly kind: 'NotOffline' | 'NotDelegated' | 'DelegationOver' | 'DelegationUsedUp' }

/**
 * Whether a case may be signed without the server: asked on the device before the key is used, and by the office again when the
 * record comes. Null when it may. The service must allow it, the step must be the signing one and not lie with who checked the
 * case, and the delegation must be this head's, for this unit and service, in force, and not used up.
 */
export function mayNotSignAlone(
  person: Extract<Person, { kind: 'staff' }>,
  application: Application,
  asked: { readonly isAllowed: boolean; readonly delegation: Delegation | null; readonly used: number; readonly at: number },
): AloneDenial | null {
  const { isAllowed, delegation, used, at } = asked
  if (!isAllowed) return { kind: 'NotOffline' }
  const isTheirs = delegation?.person === person.person && delegation.unit === application.unit && delegation.services.includes(application.service)
  if (!isTheirs) return { kind: 'NotDelegated' }
  if (at < delegation.validFrom || at >= delegation.validUntil) return { kind: 'DelegationOver' }
  if (used >= delegation.most) return { kind: 'DelegationUsedUp' }
  return mayNot(person, 'sign', application)
}
