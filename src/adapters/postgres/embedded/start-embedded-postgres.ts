import { join, resolve } from 'node:path'
import pg from 'pg'
import { archiveSettings } from './archive-settings.ts'
import { findBinaries } from './binaries.ts'
import { lockFolder } from './lock-folder.ts'
import { isMade, makeCluster } from './make-cluster.ts'
import { readPasswords, resetSuperuser, type Passwords } from './passwords.ts'
import { runServer, stopServer, type RunningServer } from './run-server.ts'
import { leaveToOwnerOf, letPass, serverUser } from './server-user.ts'
import { stopOrphan } from './stop-orphan.ts'

export type EmbeddedPostgres = {
  /** Connection of the database's superuser, for tests that make databases of their own. */
  readonly superUrl: string
  /** The superuser's in the office's own database: backups. */
  readonly officeUrl: string
  /** Connection of the owner of the office's database: migrations. */
  readonly adminUrl: string
  /** Connection of the least-privileged role: everything else. */
  readonly appUrl: string
  /** Ends the server in good order and lets go of the folder. Calling it again does nothing more. */
  stop(): Promise<void>
}

type Options = {
  readonly dir: string
  readonly log: (sentence: string) => void
  readonly fast?: boolean
  /** Puts each finished piece of the journal into `dir`/outbox, for a backup to take from there. */
  readonly archive?: boolean
}

/**
 * Starts the PostgreSQL server that came with the packages, with its data under `dir`, on a free port of this machine
 * only. Makes the database on the first start. A server that was killed, a half-made database or a server left behind
 * by a killed office are cleared away first; a living office on the same folder is never touched (throws a sentence).
 * `log` gets plain sentences without personal data; one of them when the server ends by itself. `fast` gives up
 * durability: for tests. With `archive`, and only then, the journal is kept until someone takes it from the outbox.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir)
  const unlock = await lockFolder(dir)
  try {
    const { server, passwords } = await startUnderLock(dir, options).finally(() => leaveToOwnerOf(dir))
    const url = (role: keyof Passwords, database: string) => address(server, role, passwords, database)
    const said = () => options.log('The database server has ended by itself. Start the office again.')
    server.process.once('exit', said)
    // An office that ends without closing takes its server along; what a killed one leaves, the next start clears away.
    const alongWith = () => server.process.kill('SIGINT')
    process.once('exit', alongWith)
    server.process.unref()
    let stopped: Promise<void> | null = null
    const stop = async () => {
      server.process.off('exit', said)
      await stopServer(server.process)
      process.off('exit', alongWith)
      await unlock()
    }
    return {
      superUrl: url('postgres', 'postgres'),
      officeUrl: url('postgres', 'satu_pintu'),
      adminUrl: url('satu_pintu_owner', 'satu_pintu'),
      appUrl: url('satu_pintu_app', 'satu_pintu'),
      stop: () => (stopped ??= stop()),
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function startUnderLock(dir: string, { log, fast = false, archive = false }: Options): Promise<{ readonly server: RunningServer; readonly passwords: Passwords }> {
  const cluster = join(dir, 'cluster')
  const binaries = findBinaries()
  letPass(dir)
  const made = await isMade(cluster, binaries)
  const user = serverUser({ dir, cluster, made, binaries, log })
  await stopOrphan(cluster, user, log)
  const passwords = await readPasswords(dir)
  if (!made) await makeCluster({ dir, cluster, binaries, superuserPassword: passwords.postgres, user, fast, log })
  const settings = archive ? await archiveSettings(dir, user) : {}
  const start = () => runServer({ dir, cluster, postgres: binaries.postgres, user, fast, log, settings })
  let server = await start()
  try {
    if (!(await makeDatabase(server, passwords))) {
      log('The passwords of the database were lost: setting new ones.')
      await stopServer(server.process)
      await resetSuperuser(cluster, binaries.postgres, user, passwords)
      server = await start()
      if (!(await makeDatabase(server, passwords))) throw new Error(`The database in ${cluster} does not take its password.`)
    }
  } catch (error) {
    await stopServer(server.process)
    throw error
  }
  return { server, passwords }
}

/**
 * Roles and the office's own database. Running it again changes nothing but the passwords, to those on the disk. False
 * when the server does not take the superuser's.
 */
async function makeDatabase(server: RunningServer, passwords: Passwords): Promise<boolean> {
  const client = new pg.Client({ connectionString: address(server, 'postgres', passwords, 'postgres') })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') return false
    throw error
  }
  try {
    for (const role of ['satu_pintu_owner', 'satu_pintu_app'] as const) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      await client.query(`${known.rowCount ? 'alter' : 'create'} role ${role} login nosuperuser nocreatedb nocreaterole password '${passwords[role]}'`)
    }
    const made = await client.query("select from pg_database where datname = 'satu_pintu'")
    if (!made.rowCount) await client.query('create database satu_pintu owner satu_pintu_owner')
    await client.query('revoke all on database satu_pintu from public')
    await client.query('grant connect on database satu_pintu to satu_pintu_app')
    return true
  } finally {
    await client.end()
  }
}

function address(server: RunningServer, role: keyof Passwords, passwords: Passwords, database: string): string {
  return `postgres://${role}:${passwords[role]}@127.0.0.1:${server.port}/${database}`
}
