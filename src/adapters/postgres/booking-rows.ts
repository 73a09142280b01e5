import type { BookingState } from '../../office/booking/booking.ts'
import type { BookingTx, BookingRow, Held, Hold } from '../../usecases/booking/booking-ports.ts'
import { instant, type Connection } from './connection.ts'
import { StreamMoved } from './event-log.ts'
import { layoutRows } from './slot-rows.ts'
import { waitingRows } from './waiting-rows.ts'

export function bookingRows(db: Connection): BookingTx {
  return {
    ...layoutRows(db),
    ...waitingRows(db),
    holdSlot: (hold) => holdSlot(db, hold),
    lockBooking: (id, otherSlots) => lockBooking(db, id, otherSlots ?? []),
    takePlace: (slot, now) => takePlace(db, slot, now),
    givePlace: async (slot) => {
      await db.query('update slots set taken = taken - 1 where id = $1', [slot])
    },
    saveBooking: (row) => saveBooking(db, row),
    booking: (id) => findBooking(db, id),
    bookingsByCode: (code) => bookingsWhere(db, 'b.code = $1 order by s.starts_at desc limit 20', [code]),
    bookingsOf: (person) => bookingsWhere(db, 'b.person = $1 order by s.starts_at desc limit 100', [person]),
    bookingsIn: (slots, now) =>
      bookingsWhere(
        db,
        `b.slot = any($1) and b.state <> 'cancelled' and b.state <> 'expired' and not (b.state = 'held' and b.held_until <= $2) order by b.created_at, b.id`,
        [slots, instant(now)],
      ),
    bookingOfApplication: async (application, desk, now) => {
      const [row] = await bookingsWhere(
        db,
        `b.application = $1 and b.desk = $2 and (b.state in ('confirmed', 'arrived') or (b.state = 'held' and b.held_until > $3))`,
        [application, desk, instant(now)],
      )
      return row ?? null
    },
    slotsToSweep: async (now, limit) => {
      const { rows } = await db.query<{ id: number }>(
        `select distinct slot as id from bookings where state = 'held' and held_until <= $1
         union
         select s.id from waiting_list w join places p on p.code = w.place
         join slots s on s.place = w.place and s.desk = w.desk and (s.starts_at at time zone p.zone)::date between w.from_date and w.to_date
         where w.state = 'waiting' and s.taken < s.capacity and s.opens_at <= $1 and s.closes_at >= $1 and s.starts_at > $1
         limit $2`,
        [instant(now), limit],
      )
      return rows.map((row) => row.id)
    },
    expireHolds: async (slot, now) => {
      const { rows } = await db.query<{ freed: number }>('select expire_holds($1, $2) as freed', [slot, instant(now)])
      return rows[0]?.freed ?? 0
    },
    noteBooking: async (event) => {
      await db.query('insert into booking_events (booking, unit, what, person, role, at) values ($1, $2, $3, $4, $5, $6)', [event.booking, event.unit, event.what, event.by, event.role, instant(event.at)])
    },
    bookingHistory: async (booking) => {
      const { rows } = await db.query('select what, at, role as by from booking_events where booking = $1 order by position', [booking])
      return rows
    },
  }
}

/** One round trip: the function locks, checks, counts and writes. */
async function holdSlot(db: Connection, hold: Hold): Promise<Held> {
  type Row = { readonly outcome: Held['outcome']; readonly booking: string | null; readonly state: BookingState; readonly heldUntil: number | null }
  const { rows: [row] } = await db.query<Row>({
    name: 'hold-slot',
    text: 'select outcome, booking, state, held_until as "heldUntil" from hold_slot($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [hold.id, hold.slot, hold.person, hold.application, hold.code, instant(hold.now), instant(hold.heldUntil), hold.tentative, hold.most],
  })
  if (!row) throw new Error('The database did not say what became of a hold.')
  if (row.outcome === 'held') return { outcome: row.outcome, state: row.state, heldUntil: row.heldUntil }
  return row.outcome === 'AlreadyBooked' ? { outcome: row.outcome, booking: row.booking } : { outcome: row.outcome }
}

/** Locks slots in the order of their ids, then the booking: nobody waits in a circle. Throws StreamMoved when it was moved meanwhile. */
async function lockBooking(db: Connection, id: string, otherSlots: readonly number[]): Promise<BookingRow | null> {
  const { rows: locked } = await db.query<{ id: number }>({
    name: 'lock-slots',
    text: 'select id from slots where id = any($2) or id = (select slot from bookings where id = $1) order by id for update',
    values: [id, otherSlots],
  })
  const [booking] = await bookingsWhere(db, 'b.id = $1 for update of b', [id])
  if (booking && !locked.some((slot) => slot.id === booking.slot)) throw new StreamMoved(`Booking ${id} was moved.`)
  return booking ?? null
}

async function takePlace(db: Connection, slot: number, now: number): Promise<boolean> {
  const take = async () => {
    const { rowCount } = await db.query('update slots set taken = taken + 1 where id = $1 and taken < capacity', [slot])
    return rowCount === 1
  }
  if (await take()) return true
  const { rows } = await db.query<{ freed: number }>('select expire_holds($1, $2) as freed', [slot, instant(now)])
  return (rows[0]?.freed ?? 0) > 0 && take()
}

async function saveBooking(db: Connection, row: BookingRow): Promise<void> {
  try {
    await db.query({
      name: 'save-booking',
      text: `insert into bookings (id, unit, place, desk, slot, person, application, state, tentative, held_until, code, sequence, created_at, hurt_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (id) do update set unit = excluded.unit, place = excluded.place, slot = excluded.slot, state = excluded.state,
          tentative = excluded.tentative, held_until = excluded.held_until, sequence = excluded.sequence, hurt_at = excluded.hurt_at`,
      values: [
        row.id, row.unit, row.place, row.desk, row.slot, row.person, row.application, row.state, row.tentative, instant(row.heldUntil), row.code,
        row.sequence, instant(row.createdAt), instant(row.hurtAt),
      ],
    })
  } catch (error) {
    const isTwin = error instanceof Error && 'constraint' in error && error.constraint === 'bookings_live_of_application'
    throw isTwin ? new StreamMoved(`The application of booking ${row.id} was booked meanwhile.`) : error
  }
}

const columns = `b.id, b.unit, b.place, b.desk, b.slot, s.starts_at as "startsAt", s.ends_at as "endsAt", b.person, b.application, b.state,
  b.tentative, b.held_until as "heldUntil", b.code, b.sequence, b.created_at as "createdAt", b.hurt_at as "hurtAt"`

async function findBooking(db: Connection, id: string): Promise<BookingRow | null> {
  return (await bookingsWhere(db, 'b.id = $1', [id]))[0] ?? null
}

/** `where` is written in this file only, never from outside. */
async function bookingsWhere(db: Connection, where: string, values: readonly unknown[]): Promise<readonly BookingRow[]> {
  const { rows } = await db.query<BookingRow>(`select ${columns} from bookings b join slots s on s.id = b.slot where ${where}`, [...values])
  return rows
}
