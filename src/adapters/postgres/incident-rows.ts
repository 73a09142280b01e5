import type { IncidentEntry } from '../../office/operations/incident.ts'
import type { IncidentTx } from '../../usecases/operations/incident-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `e.id, e.incident, e.kind, e.at, e.down, jsonb_build_object('id', e.words_id, 'en', e.words_en) as words`

export function incidentRows(db: Connection): IncidentTx {
  return {
    saveIncidentEntry: async (entry) => {
      await db.query(
        'insert into incident_entries (id, incident, kind, at, person, down, words_id, words_en) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [entry.id, entry.incident, entry.kind, instant(entry.at), entry.person, entry.down, entry.words.id, entry.words.en],
      )
    },
    incidentEntries: async (limit) => {
      const { rows } = await db.query<IncidentEntry>(
        `select ${columns} from incident_entries e
         where e.incident in (select incident from incident_entries where kind = 'opened' order by at desc limit $1)
           or not exists (select from incident_entries c where c.incident = e.incident and c.kind = 'closed')`,
        [limit],
      )
      return rows
    },
    entriesOfIncident: async (incident) => {
      const { rows } = await db.query<IncidentEntry>(`select ${columns} from incident_entries e where e.incident = $1`, [incident])
      return rows
    },
    operators: async (today) => {
      const { rows } = await db.query<{ person: string }>(
        `select distinct person from duties where duty = 'operator' and valid_from <= $1 and (valid_until is null or valid_until >= $1) order by person`,
        [today],
      )
      return rows.map((row) => row.person)
    },
    lockIncident: async (incident) => {
      await db.query({ name: 'lock-name', text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`incident:${incident}`] })
    },
  }
}
