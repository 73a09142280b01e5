import type { BookingTx, SlotRow } from '../../usecases/booking/booking-ports.ts'
import type { SlotRules } from '../../office/booking/slot-rules.ts'
import { findPlaces } from '../places.ts'
import { instant, type Connection } from './connection.ts'

type LayoutTx = Pick<BookingTx, 'place' | 'slotRules' | 'saveSlotRules' | 'lockLayout' | 'layout' | 'saveLayout' | 'laySlots' | 'slotsBetween' | 'slot' | 'firstFree' | 'nearestFree'>

/** What is free in a slot: a hold whose time is over counts as free, swept or not. `$1` is the present. */
const columns = `s.id, s.unit, s.place, s.desk, s.starts_at as "startsAt", s.ends_at as "endsAt", s.capacity, s.taken, s.opens_at as "opensAt", s.closes_at as "closesAt",
  greatest(0, s.capacity - s.taken + (select count(*) from bookings b where b.slot = s.id and b.state = 'held' and b.held_until <= $1))::int as left`
const isFree = `s.opens_at <= $1 and s.closes_at >= $1 and s.starts_at > $1 and (s.taken < s.capacity or (s.taken <= s.capacity
  and exists (select from bookings b where b.slot = s.id and b.state = 'held' and b.held_until <= $1)))`

export function layoutRows(db: Connection): LayoutTx {
  return {
    place: async (code) => (await findPlaces(db, code))[0] ?? null,
    slotRules: async (place, desk) => {
      const { rows } = await db.query<{ rules: SlotRules; version: number }>('select rules, version from slot_rules where place = $1 and desk = $2 order by version desc limit 1', [place, desk])
      return rows[0] ?? null
    },
    saveSlotRules: async (row) => {
      const { rowCount } = await db.query(
        'insert into slot_rules (place, desk, version, unit, rules, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
        [row.place, row.desk, row.version, row.unit, JSON.stringify(row.rules), row.by, instant(row.at)],
      )
      return rowCount === 1
    },
    lockLayout: async (place, desk) => {
      await db.query('select pg_advisory_xact_lock(7221931, hashtext($1))', [`${place}/${desk}`])
    },
    layout: async (place, desk) => {
      const { rows } = await db.query<{ until: string; version: number }>('select until, version from slot_layouts where place = $1 and desk = $2', [place, desk])
      return rows[0] ?? null
    },
    saveLayout: async (row) => {
      await db.query(
        `insert into slot_layouts (place, desk, until, version) values ($1, $2, $3, $4)
         on conflict (place, desk) do update set until = excluded.until, version = excluded.version`,
        [row.place, row.desk, row.until, row.version],
      )
    },
    laySlots: (row) => laySlots(db, row),
    slotsBetween: async (place, desk, from, to, now) =>
      slotsWhere(db, 's.place = $2 and s.desk = $3 and s.starts_at >= $4 and s.starts_at < $5 order by s.starts_at', [instant(now), place, desk, instant(from), instant(to)]),
    slot: async (id) => (await slotsWhere(db, `s.id = $2`, ['-infinity', id]))[0] ?? null,
    firstFree: async (desks, now) => {
      const { rows } = await db.query<SlotRow>(
        `select f.* from jsonb_to_recordset($2) as d (place text, desk text)
         cross join lateral (select ${columns} from slots s where s.place = d.place and s.desk = d.desk and ${isFree} order by s.starts_at limit 1) f`,
        [instant(now), JSON.stringify(desks)],
      )
      return new Map(rows.map((row) => [`${row.place}/${row.desk}`, row]))
    },
    nearestFree: (place, desk, to, now, limit) =>
      slotsWhere(db, `s.place = $2 and s.desk = $3 and ${isFree} order by abs(extract(epoch from s.starts_at - $4::timestamptz)), s.starts_at limit $5`, [instant(now), place, desk, instant(to), limit]),
  }
}

/** `where` is written in this file only, never from outside. */
async function slotsWhere(db: Connection, where: string, values: readonly unknown[]): Promise<readonly SlotRow[]> {
  const { rows } = await db.query<SlotRow>(`select ${columns} from slots s where ${where}`, [...values])
  return rows
}

/** Slots are locked in the order of their ids first, as everybody does. */
async function laySlots(db: Connection, row: Parameters<BookingTx['laySlots']>[0]): Promise<void> {
  const { place, desk, unit, since, until } = row
  const slots = row.slots.map((slot) => ({
    starts_at: instant(slot.startsAt), ends_at: instant(slot.endsAt), capacity: slot.capacity, opens_at: instant(slot.opensAt), closes_at: instant(slot.closesAt),
  }))
  await db.query('select id from slots where place = $1 and desk = $2 and starts_at >= $3 and starts_at < $4 order by id for update', [place, desk, instant(since), instant(until)])
  await db.query(
    `with wanted as (
       select * from jsonb_to_recordset($6) as w (starts_at timestamptz, ends_at timestamptz, capacity integer, opens_at timestamptz, closes_at timestamptz)
     ), gone as (
       update slots s set capacity = 0 where s.place = $1 and s.desk = $2 and s.starts_at >= $4 and s.starts_at < $5 and s.capacity > 0
         and not exists (select from wanted w where w.starts_at = s.starts_at)
     )
     insert into slots (place, desk, unit, starts_at, ends_at, capacity, opens_at, closes_at)
     select $1, $2, $3, starts_at, ends_at, capacity, opens_at, closes_at from wanted
     on conflict (place, desk, starts_at) do update set ends_at = excluded.ends_at, capacity = excluded.capacity, opens_at = excluded.opens_at, closes_at = excluded.closes_at
       where (slots.ends_at, slots.capacity, slots.opens_at, slots.closes_at) is distinct from (excluded.ends_at, excluded.capacity, excluded.opens_at, excluded.closes_at)`,
    [place, desk, unit, instant(since), instant(until), JSON.stringify(slots)],
  )
}
