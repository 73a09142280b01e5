import type { PermitRow } from '../../usecases/ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `number, application, service, service_version as "serviceVersion", unit, facts, jws, file, pdf, signer,
  signed_at as "signedAt", valid_from as "validFrom", valid_until as "validUntil", revoked_at as "revokedAt"`

export async function savePermit(db: Connection, row: PermitRow): Promise<void> {
  await db.query(
    `insert into permits (number, application, service, service_version, unit, facts, jws, file, pdf, signer, signed_at,
       valid_from, valid_until, revoked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      row.number, row.application, row.service, row.serviceVersion, row.unit, row.facts, row.jws, row.file, row.pdf, row.signer,
      instant(row.signedAt), row.validFrom, row.validUntil, instant(row.revokedAt),
    ],
  )
}

export async function findPermit(db: Connection, column: 'number' | 'application', value: string): Promise<PermitRow | null> {
  const { rows } = await db.query<PermitRow>(`select ${columns} from permits where ${column} = $1`, [value])
  return rows[0] ?? null
}
