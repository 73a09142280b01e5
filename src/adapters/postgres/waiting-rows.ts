import type { BookingTx, WaitingRow } from '../../usecases/booking/booking-ports.ts'
import { instant, type Connection } from './connection.ts'

type WaitingTx = Pick<BookingTx, 'saveWaiting' | 'waiting' | 'waitingOf' | 'waitingOfOffer' | 'waitingBefore' | 'nextWaiting'>

const columns = 'id, unit, place, desk, person, application, from_date as "from", to_date as "to", state, offer, joined_at as "joinedAt"'

export function waitingRows(db: Connection): WaitingTx {
  const find = async (rest: string, values: readonly unknown[]): Promise<readonly WaitingRow[]> => {
    const { rows } = await db.query<WaitingRow>(`select ${columns} from waiting_list ${rest}`, [...values])
    return rows
  }
  return {
    saveWaiting: async (row) => {
      await db.query(
        `insert into waiting_list (id, unit, place, desk, person, application, from_date, to_date, state, offer, joined_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (id) do update set state = excluded.state, offer = excluded.offer`,
        [row.id, row.unit, row.place, row.desk, row.person, row.application, row.from, row.to, row.state, row.offer, instant(row.joinedAt)],
      )
    },
    waiting: async (id, lock) => (await find(`where id = $1 ${lock ? 'for update' : ''}`, [id]))[0] ?? null,
    waitingOf: (person) => find('where person = $1 order by joined_at desc limit 50', [person]),
    waitingOfOffer: async (booking) => (await find('where offer = $1', [booking]))[0] ?? null,
    waitingBefore: async (row) => {
      const { rows } = await db.query<{ count: number }>(
        `select count(*)::int as count from waiting_list w where w.place = $1 and w.desk = $2 and w.state = 'waiting'
           and w.position < (select position from waiting_list where id = $3) and w.from_date <= $5 and w.to_date >= $4`,
        [row.place, row.desk, row.id, row.from, row.to],
      )
      return rows[0]?.count ?? 0
    },
    nextWaiting: async (place, desk, date) =>
      (await find(`where place = $1 and desk = $2 and state = 'waiting' and $3 between from_date and to_date order by position limit 1 for update skip locked`, [place, desk, date]))[0] ?? null,
  }
}
