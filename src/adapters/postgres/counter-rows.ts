import type { CounterDevice, CounterDocument, CounterRow, CounterTx, LentNumber } from '../../usecases/counter/counter-ports.ts'
import type { Standing } from '../../office/counter/judge.ts'
import { instant, type Connection } from './connection.ts'

const deviceColumns = `id, unit, name, public_key as "publicKey", registered_at as "registeredAt", contacted_at as "contactedAt", revoked_at as "revokedAt", wiped_at as "wipedAt"`
const numberColumns = `id, device, kind, number, service, place, desk, letter, day, sequence, used_by as "usedBy", voided_at is not null as voided`
const recordColumns = `hash, device, unit, sequence, command, officer, kind, subject, at, arrived_at as "arrivedAt", key, sealed, verdict, answer`
const documentColumns = `application, sha256, id, type, mime, size, pages, digest, ref, preview, refused, at`

export function counterRows(db: Connection): CounterTx {
  const first = async <T extends object>(text: string, values: readonly unknown[]): Promise<T | null> => (await db.query<T & object>(text, [...values])).rows[0] ?? null
  const all = async <T extends object>(text: string, values: readonly unknown[]): Promise<readonly T[]> => (await db.query<T & object>(text, [...values])).rows
  const run = async (text: string, values: readonly unknown[]): Promise<void> => {
    await db.query(text, [...values])
  }
  return {
    saveCounterDevice: (row) =>
      run('insert into counter_devices (id, unit, name, public_key, registered_by, registered_at) values ($1, $2, $3, $4, $5, $6)', [
        row.id, row.unit, row.name, JSON.stringify(row.publicKey), row.by, instant(row.registeredAt),
      ]),
    counterDevice: (id) => first<CounterDevice>(`select ${deviceColumns} from counter_devices where id = $1`, [id]),
    counterDevices: (unit) => all<CounterDevice>(`select ${deviceColumns} from counter_devices where unit = $1 order by registered_at, id`, [unit]),
    revokeCounterDevice: (id, by, at) => run('update counter_devices set revoked_by = $2, revoked_at = $3 where id = $1 and revoked_at is null', [id, by, instant(at)]),
    noteContact: (id, at) => run('update counter_devices set contacted_at = $2 where id = $1', [id, instant(at)]),
    noteWiped: (id, at) => run('update counter_devices set wiped_at = $2 where id = $1 and wiped_at is null', [id, instant(at)]),
    letOnDevice: (device, person, at) => run('insert into counter_officers (device, person, since) values ($1, $2, $3) on conflict do nothing', [device, person, instant(at)]),
    isOnDevice: async (device, person) => (await first('select 1 as here from counter_officers where device = $1 and person = $2', [device, person])) !== null,
    lockJournal: (device) => run('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`counter:${device}`]),

    nextMany: async (series, count) => {
      const row = await first<{ last: number }>('insert into series (name, last) values ($1, $2) on conflict (name) do update set last = series.last + $2 returning last', [series, count])
      return (row?.last ?? count) - count + 1
    },
    lendNumbers: (rows, at) =>
      run(
        `insert into counter_numbers (id, device, kind, number, service, place, desk, letter, day, sequence, lent_at)
         select r.id, r.device, r.kind, r.number, r.service, r.place, r.desk, r.letter, r.day, r.sequence, $2
         from json_to_recordset($1::json) as r (id uuid, device uuid, kind text, number text, service text, place text, desk text, letter text, day date, sequence integer)`,
        [JSON.stringify(rows), instant(at)],
      ),
    freeNumbers: (device) => all<LentNumber>(`select ${numberColumns} from counter_numbers where device = $1 and used_by is null and voided_at is null order by kind, number`, [device]),
    lentNumber: (id) => first<LentNumber>(`select ${numberColumns} from counter_numbers where id = $1 for update`, [id]),
    useNumber: (id, command) => run('update counter_numbers set used_by = $2, voided_at = null where id = $1 and used_by is null', [id, command]),
    voidNumbers: (device, at) => run('update counter_numbers set voided_at = $2 where device = $1 and used_by is null and voided_at is null', [device, instant(at)]),
    numberCounts: (unit) =>
      all(
        `select n.device, n.kind, count(*)::int as lent, count(n.used_by)::int as used, count(n.voided_at)::int as voided
         from counter_numbers n join counter_devices d on d.id = n.device where d.unit = $1 group by 1, 2 order by 1, 2`,
        [unit],
      ),

    counterRecord: (hash) => first<CounterRow>(`select ${recordColumns} from counter_records where hash = $1`, [hash]),
    hashesAt: async (device, sequence) => (await all<{ hash: string }>('select hash from counter_records where device = $1 and sequence = $2', [device, sequence])).map(({ hash }) => hash),
    doneBefore: async (device, sequence) => (await first<{ at: number | null }>('select max(at) as at from counter_records where device = $1 and sequence < $2', [device, sequence]))?.at ?? 0,
    standings: async (commands) => {
      const rows = await all<{ command: string; verdict: Standing }>(`select command, verdict from counter_records where command = any($1::uuid[]) order by verdict = 'accepted', judged_at`, [commands])
      return new Map(rows.map(({ command, verdict }) => [command, verdict]))
    },
    saveCounterRecord: (row) =>
      run(
        `insert into counter_records (hash, device, unit, sequence, command, officer, kind, subject, after, at, arrived_at, key, sealed, signature, verdict, answer, judged_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $11)`,
        [
          row.hash, row.device, row.unit, row.sequence, row.command, row.officer, row.kind, row.subject, row.after, instant(row.at), instant(row.arrivedAt), row.key, row.sealed,
          row.signature, row.verdict, JSON.stringify(row.answer),
        ],
      ),
    settleCounterRecord: (hash, verdict, answer, at) => run('update counter_records set verdict = $2, answer = $3, judged_at = $4 where hash = $1', [hash, verdict, JSON.stringify(answer), instant(at)]),
    waitingFor: async (what) => {
      const rows =
        'command' in what
          ? await all<{ hash: string }>(`select hash from counter_records where verdict = 'waiting' and after @> array[$1::uuid] order by device, sequence`, [what.command])
          : await all<{ hash: string }>(`select hash from counter_records where verdict = 'waiting' and subject = $1 order by device, sequence`, [what.subject])
      return rows.map(({ hash }) => hash)
    },
    openRecords: (unit, limit) =>
      all<CounterRow>(`select ${recordColumns} from counter_records where unit = $1 and verdict in ('waiting', 'set-aside') order by verdict, arrived_at, device, sequence limit $2`, [unit, limit]),
    openRecordCounts: async (unit) =>
      (await first<{ setAside: number; waiting: number }>(
        `select (count(*) filter (where verdict = 'set-aside'))::int as "setAside", (count(*) filter (where verdict = 'waiting'))::int as waiting
         from counter_records where unit = $1 and verdict in ('waiting', 'set-aside')`,
        [unit],
      )) ?? { setAside: 0, waiting: 0 },
    gapsOf: async (device) => {
      const rows = await all<{ sequence: number }>(
        `select s.sequence from generate_series(1, (select max(sequence) from counter_records where device = $1)) as s (sequence)
         where not exists (select from counter_records r where r.device = $1 and r.sequence = s.sequence) order by 1 limit 100`,
        [device],
      )
      return rows.map(({ sequence }) => sequence)
    },
    recordResolution: (row) =>
      run('insert into counter_resolutions (record, key, person, what, reason, verdict, at) values ($1, $2, $3, $4, $5, $6, $7)', [row.record, row.key, row.person, row.what, row.reason, row.verdict, instant(row.at)]),

    counterReceipt: (number) => first('select held, application from counter_receipts where number = $1', [number]),
    saveCounterReceipt: (row) => run('insert into counter_receipts (number, held, application, at) values ($1, $2, $3, $4)', [row.number, row.held, row.application, instant(row.at)]),

    counterDocuments: (application) => all<CounterDocument>(`select ${documentColumns} from counter_documents where application = $1`, [application]),
    saveCounterDocument: (row) =>
      run(
        `insert into counter_documents (application, sha256, device, id, type, mime, size, pages, digest, ref, preview, refused, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
        [row.application, row.sha256, row.device, row.id, row.type, row.mime, row.size, row.pages, row.digest, row.ref, row.preview, row.refused, instant(row.at)],
      ),

    handedOut: async (application) => (await first('select 1 as here from counter_handouts where application = $1', [application])) !== null,
    recordHandOut: (row) => run('insert into counter_handouts (application, permit, device, officer, at) values ($1, $2, $3, $4, $5)', [row.application, row.permit, row.device, row.officer, instant(row.at)]),

    serviceFiles: async (service, version) => (await first<{ files: Readonly<Record<string, unknown>> }>('select files from service_versions where service = $1 and version = $2', [service, version]))?.files ?? null,
    casesForCounter: (unit, roles, limit) => all('select id, version from cases where unit = $1 and role = any($2) order by deadline, submitted_at, id limit $3', [unit, roles, limit]),
    bookingsOfDay: async (places, from, to) => {
      const rows = await all<{ id: string }>(
        `select b.id from bookings b join slots s on s.id = b.slot
         where b.place = any($1) and s.starts_at >= $2 and s.starts_at < $3 and b.state in ('confirmed', 'arrived') order by s.starts_at, b.id limit 2000`,
        [places, instant(from), instant(to)],
      )
      return rows.map(({ id }) => id)
    },
    permitsToHandOut: (unit, since, limit) =>
      all(
        `select p.application, p.number, p.pdf from permits p where p.unit = $1 and p.revoked_at is null and p.signed_at >= $2
         and not exists (select from counter_handouts h where h.application = p.application) order by p.signed_at desc limit $3`,
        [unit, instant(since), limit],
      ),
  }
}
