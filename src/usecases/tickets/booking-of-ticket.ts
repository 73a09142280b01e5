import type { Ticket } from '../../office/tickets/ticket.ts'
import type { Office, Tx } from '../ports.ts'

/** What became of the ticket is what became of the booking that it was made from. */
export async function closeBookingOf(_office: Office, _tx: Tx, _ticket: Ticket, _by: string | null): Promise<void> {}

/** Whether what somebody comes to collect is ready; null when they do not come for that. */
export async function readyOf(_office: Office, _tx: Tx, _ticket: Ticket): Promise<boolean | null> {
  return null
}
