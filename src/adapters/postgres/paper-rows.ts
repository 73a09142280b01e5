import type { PaperFact } from '../../office/paper/paper-form.ts'
import type { CountedPack, PaperFormRow, PaperHistoryRow, PaperPackRow, PaperTx } from '../../usecases/paper/paper-ports.ts'
import { instant, type Connection } from './connection.ts'

const packColumns = `p.id, p.unit, p.service, p.service_version as "serviceVersion", p.locale, p.printed_by as "printedBy", p.printed_at as "printedAt"`
const formColumns = `id, serial, pack, unit, service, state, reason, printed_at as "printedAt", opened_at as "openedAt",
  received_at as "receivedAt", entered_at as "enteredAt", changed_at as "changedAt"`

export function paperRows(db: Connection): PaperTx {
  const forms = async (where: string, values: readonly unknown[]): Promise<readonly PaperFormRow[]> => {
    const { rows } = await db.query<PaperFormRow>(`select ${formColumns} from paper_forms where ${where}`, [...values])
    return rows
  }
  return {
    savePaperPack: (pack, printed) => savePack(db, pack, printed),
    paperPack: async (id) => {
      const { rows } = await db.query<PaperPackRow>(`select ${packColumns} from paper_packs p where id = $1`, [id])
      return rows[0] ?? null
    },
    paperPacks: (unit, limit) => countedPacks(db, unit, limit),
    formsOfPack: (pack) => forms('pack = $1 order by length(serial), serial', [pack]),
    unaccountedForms: (unit, limit) => forms(`unit = $1 and state = 'printed' order by printed_at, serial limit $2`, [unit, limit]),
    paperForm: async (by, lock = false) => (await forms(`${'serial' in by ? 'serial' : 'id'} = $1${lock ? ' for update' : ''}`, ['serial' in by ? by.serial : by.id]))[0] ?? null,
    changePaperForm: async (row) => {
      await db.query(
        'update paper_forms set state = $2, reason = $3, opened_at = $4, received_at = $5, entered_at = $6, changed_at = $7 where id = $1',
        [row.id, row.state, row.reason, instant(row.openedAt), instant(row.receivedAt), instant(row.enteredAt), instant(row.changedAt)],
      )
    },
    recordPaper: async ({ pack, form, person, at, fact: { type, ...facts } }) => {
      await db.query('insert into paper_events (pack, form, person, at, type, facts) values ($1, $2, $3, $4, $5, $6)', [pack, form, person, instant(at), type, JSON.stringify(facts)])
    },
    paperHistory: (pack, limit) => historyOf(db, pack, limit),
  }
}

async function savePack(db: Connection, pack: PaperPackRow, printed: readonly PaperFormRow[]): Promise<void> {
  await db.query('insert into paper_packs (id, unit, service, service_version, locale, printed_by, printed_at) values ($1, $2, $3, $4, $5, $6, $7)', [
    pack.id, pack.unit, pack.service, pack.serviceVersion, pack.locale, pack.printedBy, instant(pack.printedAt),
  ])
  await db.query(
    `insert into paper_forms (id, serial, pack, unit, service, printed_at, changed_at)
     select f.id, f.serial, $3, $4, $5, $6, $6 from unnest($1::uuid[], $2::text[]) as f (id, serial)`,
    [printed.map((form) => form.id), printed.map((form) => form.serial), pack.id, pack.unit, pack.service, instant(pack.printedAt)],
  )
}

type PackLine = PaperPackRow & { readonly printed: number; readonly used: number; readonly spoiled: number; readonly missing: number; readonly first: string; readonly last: string }

async function countedPacks(db: Connection, unit: string, limit: number): Promise<readonly CountedPack[]> {
  const { rows } = await db.query<PackLine>(
    `select ${packColumns}, f.* from paper_packs p, lateral (
       select count(*) filter (where state = 'printed')::int as printed, count(*) filter (where state = 'used')::int as used,
         count(*) filter (where state = 'spoiled')::int as spoiled, count(*) filter (where state = 'missing')::int as missing,
         (array_agg(serial order by length(serial), serial))[1] as first,
         (array_agg(serial order by length(serial) desc, serial desc))[1] as last from paper_forms where pack = p.id) f
     where p.unit = $1 order by p.printed_at desc, p.id limit $2`,
    [unit, limit],
  )
  return rows.map(({ printed, used, spoiled, missing, ...pack }) => ({ ...pack, counts: { printed, used, spoiled, missing } }))
}

async function historyOf(db: Connection, pack: string, limit: number): Promise<readonly PaperHistoryRow[]> {
  const { rows } = await db.query<{ at: number; person: string | null; serial: string | null; type: string; facts: object }>(
    `select e.at, e.person, f.serial, e.type, e.facts from paper_events e left join paper_forms f on f.id = e.form
     where e.pack = $1 order by e.position desc limit $2`,
    [pack, limit],
  )
  return rows.map(({ type, facts, ...row }) => ({ ...row, fact: { type, ...facts } as PaperFact }))
}
