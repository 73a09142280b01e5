import type { DeliveryFact, DeliveryState } from '../../office/delivery.ts'

/** What the use cases of courier deliveries read and write in a transaction. */
export type DeliveryTx = {
  /** Locked until the transaction ends. */
  delivery(id: string): Promise<DeliveryRow | null>
  /** The latest of a case; a cancelled one too. */
  deliveryOf(application: string): Promise<DeliveryRow | null>
  saveDelivery(row: DeliveryRow): Promise<void>
  recordDelivery(fact: { readonly delivery: string; readonly type: 'asked' | DeliveryFact; readonly person: string | null; readonly at: number }): Promise<void>
  /** An officer saw the address; a list that the same person opens again after `since` is the same look. */
  recordAddressRead(read: { readonly application: string; readonly person: string; readonly at: number; readonly since: number }): Promise<void>
  /** What a unit's counters have to do: asked for or with the courier, oldest first. */
  openDeliveries(unit: string, limit: number): Promise<readonly OpenDelivery[]>
}

export type DeliveryRow = {
  readonly id: string
  readonly application: string
  readonly unit: string
  readonly person: string
  readonly state: DeliveryState
  /** Sealed with the key of the case. */
  readonly address: Uint8Array
  readonly codeRound: number
  readonly wrongCodes: number
  readonly askedAt: number
  readonly changedAt: number
}

export type OpenDelivery = DeliveryRow & { readonly number: string; readonly signed: boolean }

/** Their work for later. Jobs carry references, never personal data. */
export type DeliveryJob = { readonly task: 'delivery-mail'; readonly delivery: string; readonly message: 'handed-over' | 'came-back' | 'delivered' | 'cancelled' }
