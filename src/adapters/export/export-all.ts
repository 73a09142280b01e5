import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import pg from 'pg'
import { openFileStore, type FileStore } from '../files/file-store.ts'
import { openKeyring, type DataKey, type Keyring } from '../keys/keyring.ts'
import { openBox } from '../keys/sealed-box.ts'
import { readmeOfExport } from './readme-of-export.ts'
import { byteColumns, secretTables, type SealedColumn } from './sealed-columns.ts'
import { openTableFiles, type Exported } from './table-files.ts'

export type ExportedAll = { readonly tables: Readonly<Record<string, number>>; readonly documents: number; readonly erased: number; readonly missing: number }

/**
 * Writes everything that an office knows in open formats, opened, into a folder that is empty or not there: each table as
 * JSON Lines and CSV, each document and permit as the file it is. One snapshot; whole or not at all. The folder (0700) and its
 * files (0600) are for the one who asked: from then on nothing protects what is in them. `url` is the connection of the
 * database's owner. Throws a sentence.
 */
export async function exportAll(options: { readonly url: string; readonly dataDir: string; readonly into: string; readonly now: number }): Promise<ExportedAll> {
  const place = resolve(options.into)
  if ((await readdir(place).catch(() => [])).length > 0) throw new Error(`${place} is not empty: name a new folder with --into.`)
  await mkdir(dirname(place), { recursive: true })
  const staging = await mkdtemp(join(dirname(place), `.${basename(place)}.writing-`))
  const client = new pg.Client({ connectionString: options.url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    await client.query("set local timezone = 'UTC'")
    const exported = await writeAll(client, staging, await openKeyring(join(options.dataDir, 'keys')), await openFileStore(join(options.dataDir, 'files')))
    await client.query('commit')
    await writeFile(join(staging, 'README.txt'), readmeOfExport(exported, options.now), { mode: 0o600 })
    await rmdir(place).catch(() => undefined)
    await rename(staging, place)
    return exported
  } finally {
    await client.end()
    await rm(staging, { recursive: true, force: true })
  }
}

async function writeAll(client: pg.Client, into: string, keyring: Keyring, files: FileStore): Promise<ExportedAll> {
  await mkdir(join(into, 'tables'), { mode: 0o700 })
  const keys = keysOf(client, keyring)
  const tables: Record<string, number> = {}
  const counts = { documents: 0, missing: 0 }
  for (const { table, columns } of await tablesToExport(client)) {
    const out = await openTableFiles(join(into, 'tables'), table, columns.filter((column) => byteColumns[`${table}.${column}`] !== 'left out'))
    for await (const row of rowsOf(client, table)) {
      const opened = await openRow(table, row, keys)
      await out.write(opened)
      const found = table === 'office.documents' ? documentOf(opened) : table === 'office.permits' ? permitOf(opened) : null
      if (found) counts[(await writeDocument(into, files, found, await keys(found.application))) ? 'documents' : 'missing'] += 1
    }
    tables[table] = await out.close()
  }
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from office.data_keys where wrapped is null')
  return { tables, ...counts, erased: rows[0]!.count }
}

type KeyOf = (application: string) => Promise<DataKey | null>

/** One key at a time is kept: rows of one case often follow each other. */
function keysOf(client: pg.Client, keyring: Keyring): KeyOf {
  let last: { readonly application: string; readonly key: DataKey | null } | null = null
  return async (application) => {
    if (last?.application !== application) {
      const { rows } = await client.query<{ wrapped: string | null }>('select wrapped from office.data_keys where id = $1', [application])
      last = { application, key: rows[0]?.wrapped == null ? null : keyring.unwrap(rows[0].wrapped) }
    }
    return last.key
  }
}

async function tablesToExport(client: pg.Client): Promise<readonly { readonly table: string; readonly columns: readonly string[] }[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname in ('office', 'identity') and c.relkind in ('r', 'p') and not c.relispartition group by 1 order by 1`,
  )
  return rows.filter(({ table }) => !secretTables.includes(table))
}

async function* rowsOf(client: pg.Client, table: string): AsyncGenerator<Exported> {
  await client.query(`declare everything no scroll cursor for select to_jsonb(t) as row from ${table} t order by t`)
  for (;;) {
    const { rows } = await client.query<{ row: Exported }>('fetch 200 from everything')
    if (rows.length === 0) break
    for (const { row } of rows) yield row
  }
  await client.query('close everything')
}

async function openRow(table: string, row: Exported, keys: KeyOf): Promise<Exported> {
  const opened: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(row)) {
    const how = byteColumns[`${table}.${column}`]
    if (how === 'left out') continue
    if (how === undefined || value === null) opened[column] = value
    else if (how === 'hex') opened[column] = String(value).replace(/^\\x/, '')
    else opened[column] = openValue(how, String(value), await keys(String(row[how.of])))
  }
  return opened
}

function openValue({ aad, as }: SealedColumn, hex: string, key: DataKey | null): unknown {
  if (key === null) return null
  const text = openBox(key, Buffer.from(hex.replace(/^\\x/, ''), 'hex'), aad).toString('utf8')
  return as === 'json' ? (JSON.parse(text) as unknown) : text
}

type Found = { readonly application: string; readonly ref: string; readonly path: string }

function documentOf(row: Exported): Found {
  const { id, application, requirement, mime, ref } = row as Record<string, string>
  const extension = extname(String(row['file_name'] ?? '')).toLowerCase()
  const known = { 'application/pdf': '.pdf', 'image/jpeg': '.jpg', 'image/png': '.png' }[mime!] ?? (/^\.[a-z0-9]{1,5}$/.test(extension) ? extension : '')
  return { application: application!, ref: ref!, path: `documents/${application}/${requirement}-${id}${known}` }
}

function permitOf(row: Exported): Found {
  const { number, application, file } = row as Record<string, string>
  return { application: application!, ref: file!, path: `permits/${number!.replace(/[^\w.-]/g, '-')}.pdf` }
}

/** False when the person was erased or the file is not there any more. */
async function writeDocument(into: string, files: FileStore, { ref, path }: Found, key: DataKey | null): Promise<boolean> {
  if (key === null) return false
  const bytes = await files.get(key, ref).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (bytes === null) return false
  await mkdir(dirname(join(into, path)), { recursive: true, mode: 0o700 })
  await writeFile(join(into, path), bytes, { flag: 'wx', mode: 0o600 })
  return true
}
