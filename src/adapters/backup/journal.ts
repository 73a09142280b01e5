import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupKey } from './backup-key.ts'
import { openFile } from './sealed-file.ts'
import { inMemory } from './serve-journal.ts'

/**
 * The names of PostgreSQL's journal (write-ahead log): pieces of 16 MiB, counted through; a new timeline begins with each
 * restore, and a history file tells from where.
 */
const segmentsPerLog = 0x100
const segmentBytes = 16n * 1024n * 1024n

export type Segment = { readonly timeline: number; readonly number: number }
/** Timelines that lead to one, newest first; an older one counts up to a place in the journal, null for the newest. */
export type Line = readonly { readonly timeline: number; readonly until: bigint | null }[]

export const isSegment = (name: string) => /^[0-9A-F]{24}$/.test(name)
export const isHistory = (name: string) => /^[0-9A-F]{8}\.history$/.test(name)

export function readSegment(name: string): Segment {
  const part = (at: number) => Number.parseInt(name.slice(at, at + 8), 16)
  return { timeline: part(0), number: part(8) * segmentsPerLog + part(16) }
}

export function nameOf({ timeline, number }: Segment): string {
  return [timeline, Math.floor(number / segmentsPerLog), number % segmentsPerLog].map((each) => each.toString(16).toUpperCase().padStart(8, '0')).join('')
}

/** Which piece a place in the journal such as 0/2000028 lies in. */
export const pieceAt = (lsn: string) => Number(readPlace(lsn) / segmentBytes)

function readPlace(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

export const journalFolder = 'journal'
export const sealedName = (name: string) => `${journalFolder}/${name}.sealed`

/** The names of all pieces and histories in a backup folder, sorted. */
export async function listJournal(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, journalFolder)).catch(() => [])
  return names.flatMap((name) => (name.endsWith('.sealed') ? [name.slice(0, -'.sealed'.length)] : [])).filter((name) => isSegment(name) || isHistory(name)).sort()
}

/** One piece as PostgreSQL wrote it. Throws DamagedFile. */
export async function readPiece(folder: string, key: BackupKey, name: string): Promise<Buffer> {
  const memory = inMemory()
  await openFile(folder, key, sealedName(name), memory.stream)
  return memory.bytes()
}

/** The newest timeline in a journal and those that it came from. */
export async function readLine(folder: string, key: BackupKey, names: readonly string[]): Promise<Line> {
  const newest = names.filter(isHistory).at(-1)
  if (newest === undefined) return [{ timeline: names.filter(isSegment).map((name) => readSegment(name).timeline)[0] ?? 1, until: null }]
  const history = (await readPiece(folder, key, newest)).toString()
  const older = [...history.matchAll(/^(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/gm)].map(([, timeline, lsn]) => ({ timeline: Number(timeline), until: readPlace(lsn!) }))
  return [{ timeline: Number.parseInt(newest.slice(0, 8), 16), until: null }, ...older.reverse()]
}

/** Whether a place on a timeline belongs to what the newest one came from, or was left behind by a restore. */
export function leadsTo(line: Line, timeline: number, lsn: string): boolean {
  return line.some((each) => each.timeline === timeline && (each.until === null || readPlace(lsn) <= each.until))
}

/** The unbroken run of pieces from a number on, each on the newest timeline that has it: what PostgreSQL will read. */
export function followJournal(names: readonly string[], line: Line, from: number): { readonly pieces: readonly string[]; readonly gap: string | null } {
  const known = new Set(names)
  const find = (number: number) =>
    line.filter(({ until }) => until === null || number <= Number(until / segmentBytes)).map(({ timeline }) => nameOf({ timeline, number })).find((name) => known.has(name))
  const pieces: string[] = []
  for (let name = find(from); name !== undefined; name = find(from + pieces.length)) pieces.push(name)
  const missing = from + pieces.length
  const later = names.filter(isSegment).map((name) => readSegment(name).number).some((number) => number > missing && find(number) !== undefined)
  return { pieces, gap: later ? nameOf({ timeline: line[0]!.timeline, number: missing }) : null }
}
