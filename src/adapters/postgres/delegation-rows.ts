import type { DelegationRow, DelegationTx } from '../../usecases/counter/delegation-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `d.id, d.device, d.unit, d.person, d.services, d.valid_from as "validFrom", d.valid_until as "validUntil", d.most, d.jws, d.revoked_at as "revokedAt",
  (select count(n.command)::int from delegated_numbers n where n.delegation = d.id) as used, (select count(n.refused_at)::int from delegated_numbers n where n.delegation = d.id) as refused`

export function delegationRows(db: Connection): DelegationTx {
  const all = async (where: string, values: readonly unknown[]): Promise<readonly DelegationRow[]> =>
    (await db.query<DelegationRow>(`select ${columns} from sign_delegations d where ${where} order by d.valid_from desc, d.id limit 50`, [...values])).rows
  const run = async (text: string, values: readonly unknown[]): Promise<void> => {
    await db.query(text, [...values])
  }
  return {
    saveDelegation: async (row, numbers) => {
      await run(
        `insert into sign_delegations (id, device, unit, person, services, valid_from, valid_until, most, jws)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [row.id, row.device, row.unit, row.person, row.services, instant(row.validFrom), instant(row.validUntil), row.most, row.jws],
      )
      await run(
        `insert into delegated_numbers (number, delegation, service)
         select r.number, $2, r.service from json_to_recordset($1::json) as r (number text, service text)`,
        [JSON.stringify(numbers), row.id],
      )
    },
    delegation: async (id) => (await all('d.id = $1', [id]))[0] ?? null,
    delegationsOf: (unit) => all('d.unit = $1', [unit]),
    revokeDelegation: (id, by, at) => run('update sign_delegations set revoked_by = $2, revoked_at = $3 where id = $1 and revoked_at is null', [id, by, instant(at)]),
    revokeDelegationsOf: (device, by, at) => run('update sign_delegations set revoked_by = $2, revoked_at = $3 where device = $1 and revoked_at is null', [device, by, instant(at)]),
    lockDelegation: (id) => run('select pg_advisory_xact_lock(hashtextextended($1, 2))', [`delegation:${id}`]),
    delegatedNumber: async (number) => {
      const { rows } = await db.query<NonNullable<Awaited<ReturnType<DelegationTx['delegatedNumber']>>>>(
        `select n.number, n.delegation, n.service, n.command, n.refused_at as "refusedAt", d.revoked_at as "revokedAt"
         from delegated_numbers n join sign_delegations d on d.id = n.delegation where n.number = $1`,
        [number],
      )
      return rows[0] ?? null
    },
    usePermitNumber: (number, command) => run('update delegated_numbers set command = $2 where number = $1 and command is null and refused_at is null', [number, command]),
    refusePermitNumber: (number, at) => run('update delegated_numbers set refused_at = $2 where number = $1 and command is null and refused_at is null', [number, instant(at)]),
  }
}
