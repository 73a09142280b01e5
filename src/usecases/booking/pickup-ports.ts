/** What the use cases of pickups need besides bookings: offers of a later slot. */
export type PickupTx = {
  /** Confirmed bookings of permits that are not signed, starting before an instant, in the order of their ids. */
  tentativeBookings(after: string | null, startsBefore: number, limit: number): Promise<readonly string[]>
  /** The offer for a booking as it stands now (its present slot); null when there is none. */
  pickupOffer(booking: string, slot: number): Promise<PickupOfferRow | null>
  pickupOfferByHeld(held: string): Promise<PickupOfferRow | null>
  /** False when there was one for that booking and slot already. */
  addPickupOffer(row: PickupOfferRow): Promise<boolean>
  closePickupOffer(booking: string, slot: number, state: Exclude<PickupOfferRow['state'], 'open'>): Promise<void>
}

export type PickupOfferRow = {
  readonly booking: string
  readonly slot: number
  readonly held: string | null
  readonly state: 'open' | 'accepted' | 'kept' | 'cancelled' | 'lapsed'
  readonly madeAt: number
  readonly until: number
}

/** Their work for later. Jobs carry references, never personal data. */
export type PickupJob =
  /** The case was decided: its pickup becomes firm, or there is nothing to pick up. */
  | { readonly task: 'pickup-settle'; readonly application: string }
  /** Looks at every pickup of the next working day. */
  | { readonly task: 'pickup-look' }
  | { readonly task: 'pickup-mail'; readonly message: 'ready' | 'offer'; readonly booking: string }
