import type { DutyName } from '../../office/application-events.ts'
import type { Locale } from '../../office/service.ts'
import type { Connection } from './connection.ts'

export async function findPerson(db: Connection, id: string): Promise<{ email: string; name: string; locale: Locale } | null> {
  const { rows } = await db.query<{ email: string; name: string; locale: string | null }>(
    'select email, name, locale from identity."user" where id = $1',
    [id],
  )
  const found = rows[0]
  return found ? { ...found, locale: found.locale === 'en' ? 'en' : 'id' } : null
}

export async function namesOf(db: Connection, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ id: string; name: string }>('select id, name from identity."user" where id = any($1)', [ids])
  return new Map(rows.map((row) => [row.id, row.name]))
}

export async function dutiesOf(db: Connection, person: string, today: string): Promise<readonly { duty: DutyName; unit: string }[]> {
  const { rows } = await db.query<{ duty: DutyName; unit: string }>(
    `select duty, unit from duties where person = $1 and valid_from <= $2 and (valid_until is null or valid_until >= $2) order by unit, duty`,
    [person, today],
  )
  return rows
}

export async function peopleWith(db: Connection, unit: string, duty: DutyName, today: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ person: string }>(
    `select person from duties where unit = $1 and duty = $2 and valid_from <= $3 and (valid_until is null or valid_until >= $3)`,
    [unit, duty, today],
  )
  return rows.map((row) => row.person)
}
