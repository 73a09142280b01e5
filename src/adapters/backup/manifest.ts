import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import type { BackupKey } from './backup-key.ts'
import { measureFile, type Measured } from './sealed-file.ts'
import { writeWhole } from './write-whole.ts'

/** What one whole backup is made of. Instants are ISO 8601 in UTC, places in the journal as PostgreSQL writes them. */
export type Manifest = {
  readonly version: 1
  readonly id: string
  readonly keyId: string
  readonly startedAt: string
  readonly finishedAt: string
  /** Of the database's own folder, such as 18. */
  readonly postgres: string
  readonly timeline: number
  readonly from: string
  readonly until: string
  readonly files: Readonly<Record<string, Measured>>
}

export const backupsFolder = 'backups'
export const unfinished = 'unfinished-'
export const folderOf = (id: string) => `${backupsFolder}/${id}`
/** A backup's name is the instant at which it began: `20261125T070300Z`. */
export const idAt = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')

/** The manifest is written last, signed with the backup's key: what has none is no backup. */
export async function writeManifest(path: string, key: BackupKey, manifest: Manifest): Promise<void> {
  await writeWhole(join(path, 'manifest.json'), `${JSON.stringify({ manifest, signature: key.sign(canonical(manifest)) }, null, 2)}\n`)
}

/** Reads the manifest of a backup. Throws a sentence when it is missing, changed, or of another key. */
export async function readManifest(folder: string, key: BackupKey, id: string): Promise<Manifest> {
  const path = join(folder, folderOf(id), 'manifest.json')
  const text = await readFile(path, 'utf8').catch(() => '')
  const { manifest, signature } = parse(text)
  if (!manifest || manifest.id !== id) throw new Error(`The backup ${id} is not whole: its manifest.json is missing or damaged.`)
  if (manifest.keyId !== key.id) throw new Error(`The backup ${id} was made with the key ${manifest.keyId}, this one is ${key.id}. Name the right file with --key.`)
  if (signature !== key.sign(canonical(manifest))) throw new Error(`The manifest of the backup ${id} was changed after it was made.`)
  return manifest
}

/** The names of all finished backups, oldest first. */
export async function listBackups(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, backupsFolder)).catch(() => [])
  return names.filter((name) => /^\d{8}T\d{6}Z$/.test(name)).sort()
}

/** Reads every file of a backup and compares it with its manifest. Throws a sentence that names the one that differs. */
export async function proveBackup(folder: string, manifest: Manifest): Promise<void> {
  for (const [name, expected] of Object.entries(manifest.files)) {
    const found = await measureFile(join(folder, folderOf(manifest.id), name)).catch(() => null)
    if (!found) throw new Error(`The backup ${manifest.id} is not whole: ${name} is missing.`)
    if (found.size !== expected.size || found.sha256 !== expected.sha256) throw new Error(`The backup ${manifest.id} is damaged: ${name} was changed or cut. Name another one with --backup.`)
  }
}

function canonical(manifest: Manifest): string {
  return canonicalize(manifest) ?? ''
}

function parse(text: string): { readonly manifest?: Manifest; readonly signature?: unknown } {
  try {
    const read = JSON.parse(text) as { manifest?: Manifest; signature?: unknown } | null
    return typeof read === 'object' && read !== null && typeof read.manifest === 'object' ? read : {}
  } catch {
    return {}
  }
}
