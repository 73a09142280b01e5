import { createWriteStream } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import type pg from 'pg'
import { referencedFiles } from '../postgres/document-rows.ts'
import type { BackupKey } from './backup-key.ts'
import type { Bucket } from '../files/bucket.ts'
import { formerName, mirroredName, mirroredRefs, type Documents } from './mirror-files.ts'
import { openFile } from './sealed-file.ts'

type Place = { readonly client: pg.Client; readonly folder: string; readonly key: BackupKey }

/** Brings back the documents that the restored database refers to; others are left where they are. Throws DamagedFile. */
export async function restoreDocuments({ client, folder, key }: Place, files: Documents): Promise<number> {
  const refs = await referencesOf(client, folder)
  if (typeof files !== 'string') return fillBucket({ client, folder, key }, files, refs)
  for (const ref of refs) {
    const place = join(files, ref.slice(0, 2), ref.slice(2, 4), ref)
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await openFile(folder, key, mirroredName(ref), createWriteStream(place, { flags: 'wx', mode: 0o600, flush: true }), await whereIs(folder, ref))
  }
  return refs.length
}

/** What the bucket still has need not be brought back: a document is never changed. */
async function fillBucket({ folder, key }: Place, bucket: Bucket, refs: readonly string[]): Promise<number> {
  const there = new Set((await Array.fromAsync(bucket.list())).flat().map(({ ref }) => ref))
  for (const ref of refs) {
    if (there.has(ref)) continue
    const parts: Buffer[] = []
    await openFile(folder, key, mirroredName(ref), new Writable({ write: (chunk: Buffer, _encoding, done) => (parts.push(chunk), done()) }), await whereIs(folder, ref))
    await bucket.put(ref, Buffer.concat(parts))
  }
  return refs.length
}

/**
 * Sees that every document that the database refers to is in the backup, and reads some of them, chosen by chance, from
 * the first to the last byte. Throws DamagedFile.
 */
export async function proveDocuments({ client, folder, key }: Place, most: number): Promise<number> {
  const refs = await referencesOf(client, folder)
  const places = new Map<string, string>()
  for (const ref of refs) {
    const place = await whereIs(folder, ref)
    await access(join(folder, place)).catch(() => {
      throw new Error(`A document that the office refers to is not in the backup: ${place}.`)
    })
    places.set(ref, place)
  }
  const chosen = refs.length <= most ? refs : refs.map((ref) => ({ ref, turn: Math.random() })).sort((a, b) => a.turn - b.turn).slice(0, most).map(({ ref }) => ref)
  for (const ref of chosen) await openFile(folder, key, mirroredName(ref), new Writable({ write: (_chunk, _encoding, done) => done() }), places.get(ref))
  return refs.length
}

/** Whatever a document or permit refers to, and of what else lies in the backup, all that anything in the database refers to. */
async function referencesOf(client: pg.Client, folder: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ ref: string }>('select ref from office.documents union select file from office.permits')
  const refs = new Set(rows.map(({ ref }) => ref))
  await client.query('set search_path = office')
  for await (const copies of mirroredRefs(folder)) for (const ref of await referencedFiles(client, copies)) refs.add(ref)
  return [...refs]
}

async function whereIs(folder: string, ref: string): Promise<string> {
  return access(join(folder, mirroredName(ref))).then(() => mirroredName(ref), () => access(join(folder, formerName(ref))).then(() => formerName(ref), () => mirroredName(ref)))
}
