import type { TicketTx } from '../../usecases/tickets/ticket-ports.ts'
import type { Connection } from './connection.ts'

export function ticketRows(_db: Connection): TicketTx {
  return {}
}
