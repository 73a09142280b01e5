import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { replay, type Application } from '../../office/application.ts'
import type { Actor, ApplicationEvent, Recorded } from '../../office/application-events.ts'
import { instant, type Connection } from './connection.ts'

/** Another transaction wrote this version of the stream first: load again and decide anew. */
export class StreamMoved extends Error {}

/** The facts of one application, in order. */
export async function readStream(db: Connection, id: string): Promise<readonly Recorded[]> {
  const { rows } = await db.query<{ canonical: string }>({
    name: 'read-stream',
    text: 'select canonical from events where stream = $1 order by version',
    values: [id],
  })
  return rows.map((row) => JSON.parse(row.canonical) as Recorded)
}

export async function loadApplication(db: Connection, id: string): Promise<Application | null> {
  return replay(await readStream(db, id))
}

/** Adds facts after a known version. Throws StreamMoved when that version is no longer the last. */
export async function appendEvents(
  db: Connection,
  id: string,
  after: number,
  at: number,
  by: Actor,
  events: readonly ApplicationEvent[],
): Promise<void> {
  await appendMany(db, [{ id, after, events }], at, by)
}

/** Adds facts to many streams at once. Throws StreamMoved when one of them is no longer at its version: then none is added. */
export async function appendMany(
  db: Connection,
  streams: readonly { readonly id: string; readonly after: number; readonly events: readonly ApplicationEvent[] }[],
  at: number,
  by: Actor,
): Promise<void> {
  const records = streams.flatMap(({ id, after, events }) => events.map((event, index): Recorded => ({ stream: id, version: after + 1 + index, at, by, event })))
  const canonical = records.map((record) => canonicalRecord(record))
  try {
    await db.query({
      name: 'append-events',
      text: `insert into events (stream, version, type, at, canonical, hash)
        select e.stream, e.version, e.type, $2, e.canonical, e.hash
        from unnest($1::uuid[], $3::int[], $4::text[], $5::text[], $6::bytea[]) as e (stream, version, type, canonical, hash)
        order by e.stream, e.version`,
      values: [
        records.map((record) => record.stream),
        instant(at),
        records.map((record) => record.version),
        records.map((record) => record.event.type),
        canonical,
        canonical.map(leafHash),
      ],
    })
  } catch (error) {
    if (isUniqueViolation(error, 'events_stream_version_key')) throw new StreamMoved('A stream moved on.')
    throw error
  }
}

/** RFC 8785 (JSON Canonicalization Scheme): the same record has the same bytes everywhere. */
export function canonicalRecord(record: Recorded): string {
  const text = canonicalize(record)
  if (text === undefined) throw new Error('An event can not be written as JSON.')
  return text
}

/** Hash of a leaf of a Merkle log (RFC 6962, 2.1): SHA-256 over a zero byte and the record's canonical bytes. */
export function leafHash(canonical: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(canonical, 'utf8').digest()
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505' && 'constraint' in error && error.constraint === constraint
}
