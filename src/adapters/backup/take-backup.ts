import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { outboxOf } from '../postgres/embedded/archive-settings.ts'
import type { BackupKey } from './backup-key.ts'
import { writeBackupState } from './backup-state.ts'
import { packFolder } from './folder-archive.ts'
import { nameOf, pieceAt, sealedName } from './journal.ts'
import { backupsFolder, folderOf, idAt, listBackups, unfinished, writeManifest, type Manifest } from './manifest.ts'
import type { S3Settings } from '../files/bucket.ts'
import { documentsOf } from './documents-of.ts'
import { openMirror, type Mirror } from './mirror-files.ts'
import { headOf, sealFile, type Measured } from './sealed-file.ts'
import { shipJournal } from './ship-journal.ts'
import { syncFolder } from './write-whole.ts'

/** What a backup is made of and where it goes. */
export type BackupPlan = {
  readonly dataDir: string
  readonly folder: string
  readonly key: BackupKey
  /** Where the documents are, when they are in a bucket; null or left out: under `dataDir`. */
  readonly s3?: S3Settings | null
  /** Left out of the backup: a key that lies in what it locks is of no use. */
  readonly keyFile: string
  /** The superuser's connection to the server that runs on `dataDir`/postgres. */
  readonly superUrl: string
}

/** One backup at a time for one database: the number of an advisory lock that nothing else in the office takes. */
const lock = 7_221_950
const longestWait = 10 * 60_000

/** Folders of the database's own that a copy does without: PostgreSQL's manual, "Making a base backup using the low level API". */
const emptied = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']
/** What lies in the office's folder and is not simply copied: its database, documents, programs and scratch, and of the database's folder only this. */
const passwords = 'postgres/passwords.json'
const apart = ['postgres', 'files', 'restore-check', 'upgrade']

/**
 * Takes a whole backup of a running office: its database as PostgreSQL lets it be copied, its keys and certificate, its
 * documents, and the journal up to the end of the copying. Cut anywhere it leaves an unfinished folder that no restore looks
 * at. Throws a sentence when it can't be done.
 */
export async function takeBackup(plan: BackupPlan): Promise<Manifest> {
  const { folder, key } = plan
  const began = Date.now()
  const id = idAt(began)
  const place = join(folder, backupsFolder, `${unfinished}${id}`)
  await mkdir(join(folder, backupsFolder), { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: plan.superUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ alone: boolean; mode: string; version: string }>(
      `select pg_try_advisory_lock(${lock}) as alone, current_setting('archive_mode') as mode, current_setting('server_version_num')::int / 10000 as version`,
    )
    const { alone, mode, version } = rows[0]!
    if (!alone) throw new Error('Another backup is being taken: wait until it is finished.')
    if (mode !== 'on') throw new Error('The office that runs does not keep its journal: it was started with BACKUP_DIR=off or by an older release. Start it again, then take the backup.')
    for (const name of await readdir(join(folder, backupsFolder))) if (name.startsWith(unfinished)) await rm(join(folder, backupsFolder, name), { recursive: true, force: true })
    if ((await listBackups(folder)).includes(id)) throw new Error('A backup was finished this very second: try again.')
    await mkdir(place, { mode: 0o700 })
    const database = await copyDatabase(client, plan, { name: 'database.tar.gz.sealed', id, at: began })
    const mirror = openMirror({ files: documentsOf(plan), folder, key })
    const office = await copyOffice(plan, { name: 'office.tar.gz.sealed', id, at: began })
    await untilShipped(plan, mirror, nameOf({ timeline: database.timeline, number: pieceAt(database.until) }))
    await mirror.copyNew()
    const manifest: Manifest = {
      version: 1, id, keyId: key.id, startedAt: new Date(began).toISOString(), finishedAt: database.finishedAt, postgres: String(version),
      timeline: database.timeline, from: database.from, until: database.until,
      files: { 'database.tar.gz.sealed': database.measured, 'office.tar.gz.sealed': office },
    }
    await writeManifest(place, key, manifest)
    await syncFolder(place)
    await rename(place, join(folder, folderOf(id)))
    await syncFolder(join(folder, backupsFolder))
    await writeBackupState(folder, { backup: { lastBackupAt: new Date().toISOString() } })
    return manifest
  } finally {
    await client.end()
  }
}

type Part = { readonly name: string; readonly id: string; readonly at: number }

async function copyDatabase(client: pg.Client, plan: BackupPlan, part: Part) {
  const cluster = join(plan.dataDir, 'postgres/cluster')
  if ((await readdir(join(cluster, 'pg_tblspc'))).length > 0) throw new Error('The database has tablespaces of its own, which this backup does not know. Back it up with pg_basebackup.')
  await client.query("select pg_backup_start('satu-pintu', fast => true)")
  const archive = packFolder()
  const sealed = seal(plan, part, archive.stream)
  const filled = (async () => {
    await archive.addFolder(cluster, isLeftOut)
    for (const name of emptied) await archive.addText(`${name}/.keep`, '')
    // Last, as pg_basebackup does: it must not be older than what it speaks of.
    await archive.addFolder(cluster, (path) => path !== 'global' && path !== 'global/pg_control')
    const { rows } = await client.query<{ until: string; label: string; now: Date }>('select lsn::text as until, labelfile as label, clock_timestamp() as now from pg_backup_stop(wait_for_archive => false)')
    await archive.addText('backup_label', rows[0]!.label)
    archive.finish()
    return rows[0]!
  })()
  filled.catch((error: Error) => archive.fail(error))
  const [{ until, label, now }, measured] = await Promise.all([filled, sealed])
  const from = /^START WAL LOCATION: (\S+)/m.exec(label)?.[1]
  const timeline = Number(/^START TIMELINE: (\d+)/m.exec(label)?.[1])
  if (from === undefined || !Number.isInteger(timeline)) throw new Error('The database did not say where the backup begins.')
  return { measured, from, until, timeline, finishedAt: now.toISOString() }
}

function isLeftOut(path: string): boolean {
  const [first = '', ...rest] = path.split('/')
  const name = rest.at(-1) ?? first
  return (rest.length > 0 && emptied.includes(first)) || path === 'global/pg_control' || /^(postmaster\.(pid|opts)|backup_label.*|.*\.signal)$/.test(first) || name.startsWith('pgsql_tmp') || name.startsWith('pg_internal.init')
}

/** Everything else that an office consists of: keys, certificate, secrets. */
async function copyOffice(plan: BackupPlan, part: Part): Promise<Measured> {
  const archive = packFolder()
  const sealed = seal(plan, part, archive.stream)
  const filled = archive
    .addFolder(plan.dataDir, (path) => apart.includes(path) || join(plan.dataDir, path) === plan.keyFile || join(plan.dataDir, path) === plan.folder)
    .then(() => readFile(join(plan.dataDir, passwords), 'utf8'))
    .then((text) => archive.addText(passwords, text))
    .then(() => archive.finish())
  filled.catch((error: Error) => archive.fail(error))
  const [, measured] = await Promise.all([filled, sealed])
  return measured
}

/** In the unfinished folder under its later name, so that moving it into place changes nothing in it. */
async function seal({ folder, key }: BackupPlan, { name, id, at }: Part, from: Parameters<typeof sealFile>[3]): Promise<Measured> {
  const later = `${folderOf(id)}/${name}`
  const measured = await sealFile(folder, key, { name: later, at }, from, { place: join(folder, backupsFolder, `${unfinished}${id}`, name) })
  return measured!
}

/** Waits until a piece of the journal is in the backup. */
export async function shipUntil(plan: BackupPlan, name: string): Promise<void> {
  await untilShipped(plan, openMirror({ files: documentsOf(plan), folder: plan.folder, key: plan.key }), name)
}

/** A backup is good for something only with the journal that was written while it was taken. */
async function untilShipped({ dataDir, folder, key }: BackupPlan, mirror: Mirror, name: string): Promise<void> {
  for (let waited = 0; waited < longestWait; waited += 100) {
    await shipJournal({ outbox: outboxOf(join(dataDir, 'postgres')), folder, key, mirror })
    if (await headOf(folder, sealedName(name)).then(() => true, () => false)) return
    await sleep(100)
  }
  throw new Error(`The database did not hand out the piece ${name} of its journal: see ${join(dataDir, 'postgres/server.log')}.`)
}
