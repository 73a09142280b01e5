import type { PickupOfferRow, PickupTx } from '../../usecases/booking/pickup-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = 'booking, slot, held, state, made_at as "madeAt", until'

export function pickupRows(db: Connection): PickupTx {
  return {
    tentativeBookings: async (after, startsBefore, limit) => {
      const { rows } = await db.query<{ id: string }>(
        `select b.id from bookings b join slots s on s.id = b.slot
         where b.tentative and b.state = 'confirmed' and s.starts_at < $2 and ($1::uuid is null or b.id > $1) order by b.id limit $3`,
        [after, instant(startsBefore), limit],
      )
      return rows.map((row) => row.id)
    },
    pickupOffer: async (booking, slot) => {
      const { rows } = await db.query<PickupOfferRow>(`select ${columns} from pickup_offers where booking = $1 and slot = $2`, [booking, slot])
      return rows[0] ?? null
    },
    pickupOfferByHeld: async (held) => {
      const { rows } = await db.query<PickupOfferRow>(`select ${columns} from pickup_offers where held = $1`, [held])
      return rows[0] ?? null
    },
    addPickupOffer: async (row) => {
      const { rowCount } = await db.query(
        'insert into pickup_offers (booking, slot, held, state, made_at, until) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
        [row.booking, row.slot, row.held, row.state, instant(row.madeAt), instant(row.until)],
      )
      return rowCount === 1
    },
    closePickupOffer: async (booking, slot, state) => {
      await db.query("update pickup_offers set state = $3 where booking = $1 and slot = $2 and state = 'open'", [booking, slot, state])
    },
  }
}
