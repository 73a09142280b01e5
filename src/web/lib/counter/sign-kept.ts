import type { DelegationClaims } from '#office/counter/delegated-seal.ts'
import { mayNotSignAlone, type AloneDenial } from '#office/counter/sign-alone.ts'
import type { Person } from '#office/permissions.ts'
import type { Text } from '#office/service.ts'
import type { PermitToSign, ToSign } from '#usecases/counter/permits-to-sign.ts'
import type { Counter } from './counter-kept.ts'
import { withStore } from './device-store.ts'
import { unseal } from './sealed-box.ts'

/** What the device holds for signing: the delegation, what waits for a signature, and the numbers that were used here. */
export type Signing = Pick<ToSign, 'issuer' | 'unit' | 'officer' | 'permits'> & {
  readonly delegation: NonNullable<ToSign['delegation']>
  readonly claims: DelegationClaims
  readonly used: readonly { readonly number: string; readonly application: string }[]
}

/** A permit that was signed here, as it is printed. `code`: the address in its QR code, with the seal. */
export type PermitPaper = Pick<PermitToSign, 'title' | 'intro' | 'facts' | 'validFrom' | 'validUntil'> & { readonly code: string }

export async function readSigning({ box }: Counter): Promise<Signing | null> {
  return withStore(async (store) => {
    const sealed = await store.get('kept', 'signing')
    return sealed ? unseal<Signing>(box, 'signing', sealed) : null
  })
}

/** What still waits: not what was signed here already. */
export const openPermits = ({ permits, used }: Signing) => permits.filter(({ application }) => !used.some((each) => each.application === application.id))

/** The office's own rule, asked before the key is used. What the office has heard of and what it has not both count. */
export function denialOf(signing: Signing, { application }: PermitToSign, at: number): AloneDenial | null {
  const { officer, delegation, used } = signing
  const person = { kind: 'staff', person: officer.person, duties: officer.duties as Extract<Person, { kind: 'staff' }>['duties'] } as const
  return mayNotSignAlone(person, application, { isAllowed: true, delegation, used: used.length, at })
}

export type PermitReceipt = { readonly permit: PermitPaper; readonly service: Text }
