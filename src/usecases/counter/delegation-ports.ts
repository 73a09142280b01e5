import type { Delegation } from '../../office/counter/sign-alone.ts'

/** What the use cases of delegated signing read and write in a transaction. Instants in epoch milliseconds. */
export type DelegationTx = {
  saveDelegation(row: Omit<DelegationRow, 'revokedAt' | 'used' | 'refused'>, numbers: readonly { readonly number: string; readonly service: string }[]): Promise<void>
  delegation(id: string): Promise<DelegationRow | null>
  /** The newest 50 of a unit. */
  delegationsOf(unit: string): Promise<readonly DelegationRow[]>
  revokeDelegation(id: string, by: string, at: number): Promise<void>
  revokeDelegationsOf(device: string, by: string, at: number): Promise<void>
  /** A delegation is used, or revoked, by one at a time. Held until commit. */
  lockDelegation(id: string): Promise<void>
  delegatedNumber(number: string): Promise<DelegatedNumber | null>
  usePermitNumber(number: string, command: string): Promise<void>
  refusePermitNumber(number: string, at: number): Promise<void>
}

export type DelegationRow = Delegation & {
  readonly device: string
  /** The office's word for the key, a compact JWS. */
  readonly jws: string
  readonly revokedAt: number | null
  /** Permits that the register has, and numbers whose permit was refused. */
  readonly used: number
  readonly refused: number
}

export type DelegatedNumber = {
  readonly number: string
  readonly delegation: string
  readonly service: string
  /** The command under which the register has the permit. */
  readonly command: string | null
  readonly refusedAt: number | null
  readonly revokedAt: number | null
}
