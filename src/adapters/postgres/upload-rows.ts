import type { UploadPiece, UploadRow, UploadTx } from '../../usecases/uploads/upload-ports.ts'
import { instant, type Connection } from './connection.ts'

const columns = `id, application, person, requirement, about, size, received, outcome, started_at as "startedAt", seen_at as "seenAt"`

export function uploadRows(db: Connection): UploadTx {
  return {
    upload: async (id, lock) => {
      const { rows } = await db.query<UploadRow>(`select ${columns} from uploads where id = $1${lock ? ' for update' : ''}`, [id])
      return rows[0] ?? null
    },
    uploadsOf: async (application) => {
      const { rows } = await db.query<UploadRow>(`select ${columns} from uploads where application = $1 order by started_at`, [application])
      return rows
    },
    announcedBytes: async (person) => {
      // The person's announcements are counted one after the other, or two at once would both find room.
      await db.query('select pg_advisory_xact_lock(hashtextextended($1, 13))', [person])
      const { rows } = await db.query<{ bytes: number }>('select coalesce(sum(size), 0)::float8 as bytes from uploads where person = $1 and outcome is null', [person])
      return rows[0]?.bytes ?? 0
    },
    saveUpload: async (row) => {
      await db.query(
        `insert into uploads (id, application, person, requirement, about, size, received, outcome, started_at, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (id) do update set received = excluded.received, outcome = excluded.outcome, seen_at = excluded.seen_at`,
        [row.id, row.application, row.person, row.requirement, row.about, row.size, row.received, row.outcome, instant(row.startedAt), instant(row.seenAt)],
      )
    },
    addPiece: async (upload, piece) => {
      await db.query('insert into upload_pieces (upload, starts, size, ref) values ($1, $2, $3, $4)', [upload, piece.starts, piece.size, piece.ref])
    },
    pieces: async (upload) => {
      const { rows } = await db.query<UploadPiece>('select starts, size, ref from upload_pieces where upload = $1 order by starts', [upload])
      return rows
    },
    dropPieces: async (upload) => {
      await db.query('delete from upload_pieces where upload = $1', [upload])
    },
    dropUploads: async (application, requirement) => {
      await db.query('delete from uploads where application = $1 and ($2::text is null or requirement = $2)', [application, requirement ?? null])
    },
  }
}

/** Forgets what nobody went on with since an instant (epoch ms); the pieces are swept with the files that nobody refers to. */
export async function sweepUploads(db: Connection, before: number): Promise<void> {
  await db.query('delete from uploads where seen_at < $1', [instant(before)])
}
