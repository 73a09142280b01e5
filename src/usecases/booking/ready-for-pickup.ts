import type { Office, CaseRow, Tx } from '../ports.ts'
import type { BookingRow } from './booking-ports.ts'

/** Whether what somebody comes for is there. */
export type PickupReadiness =
  | { readonly ready: true; readonly permit: string }
  | { readonly ready: false; readonly reason: 'not-signed' | 'being-corrected' | 'rejected' | 'withdrawn' | 'revoked' | 'with-courier' | 'delivered' | 'no-application' }

/**
 * Ready or not, for the officer before the person has sat down, and for the person before they leave home. Asks the
 * record as it is now, whatever the booking was when it was made.
 */
export async function readyForPickup(_office: Office, tx: Tx, booking: Pick<BookingRow, 'application'>): Promise<PickupReadiness> {
  const row = booking.application === null ? null : await tx.caseRow(booking.application)
  if (!row) return { ready: false, reason: 'no-application' }
  if (row.state === 'approved') return readyPermit(tx, row)
  if (row.state === 'rejected' || row.state === 'withdrawn') return { ready: false, reason: row.state }
  return { ready: false, reason: row.state === 'correction' ? 'being-corrected' : 'not-signed' }
}

async function readyPermit(tx: Tx, row: CaseRow): Promise<PickupReadiness> {
  const permit = await tx.permitOf(row.id)
  if (!permit) return { ready: false, reason: 'not-signed' }
  if (permit.revokedAt !== null) return { ready: false, reason: 'revoked' }
  const delivery = await tx.deliveryOf(row.id)
  if (delivery?.state === 'with-courier' || delivery?.state === 'delivered') return { ready: false, reason: delivery.state }
  return { ready: true, permit: permit.number }
}
