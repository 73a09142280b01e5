import type { DeliveryRow, DeliveryTx, OpenDelivery } from '../../usecases/deliveries/delivery-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `d.id, d.application, d.unit, d.person, d.state, d.address, d.code_round as "codeRound", d.wrong_codes as "wrongCodes",
  d.asked_at as "askedAt", d.changed_at as "changedAt"`

export function deliveryRows(db: Connection): DeliveryTx {
  return {
    delivery: async (id) => {
      const { rows } = await db.query<DeliveryRow>(`select ${columns} from deliveries d where id = $1 for update`, [id])
      return rows[0] ?? null
    },
    deliveryOf: async (application) => {
      const { rows } = await db.query<DeliveryRow>(`select ${columns} from deliveries d where application = $1 order by asked_at desc, id limit 1`, [application])
      return rows[0] ?? null
    },
    saveDelivery: async (row) => {
      await db.query(
        `insert into deliveries (id, application, unit, person, state, address, code_round, wrong_codes, asked_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set state = excluded.state, code_round = excluded.code_round, wrong_codes = excluded.wrong_codes,
           changed_at = excluded.changed_at`,
        [row.id, row.application, row.unit, row.person, row.state, row.address, row.codeRound, row.wrongCodes, instant(row.askedAt), instant(row.changedAt)],
      )
    },
    recordDelivery: async ({ delivery, type, person, at }) => {
      await db.query('insert into delivery_events (delivery, type, person, at) values ($1, $2, $3, $4)', [delivery, type, person, instant(at)])
    },
    recordAddressRead: async ({ application, person, at, since }) => {
      await db.query(
        `insert into reads (application, person, role, what, at) select $1, $2, 'counter', 'delivery', $3::timestamptz
         where not exists (select from reads where application = $1 and person = $2 and what = 'delivery' and at > $4)`,
        [application, person, instant(at), instant(since)],
      )
    },
    openDeliveries: async (unit, limit) => {
      const { rows } = await db.query<OpenDelivery>(
        `select ${columns}, c.number, c.state = 'approved' as signed from deliveries d join cases c on c.id = d.application
         where d.unit = $1 and d.state in ('asked', 'with-courier') order by d.asked_at, d.id limit $2`,
        [unit, limit],
      )
      return rows
    },
  }
}
