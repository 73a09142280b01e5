import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../../src/adapters/free-port.ts'
import { findBinaries } from '../../src/adapters/postgres/embedded/binaries.ts'
import { makeCluster } from '../../src/adapters/postgres/embedded/make-cluster.ts'
import { letPass, serverUser, type ServerUser } from '../../src/adapters/postgres/embedded/server-user.ts'

/** Two real servers, one the standby of the other, which confirms nothing that the standby does not have. */
export type DatabasePair = {
  /** The office's address of both, in the order in which they were made. */
  readonly url: string
  /** The same as superuser, of the one that is primary now. */
  superUrl(): string
  /** Ends the primary without warning and makes the standby the primary. */
  failOver(): Promise<void>
  /** Ends the standby without warning: from then on the primary confirms nothing. */
  endStandby(): Promise<void>
  /** Makes the one that was ended into a standby of the other, from a new copy. */
  rejoin(): Promise<void>
  stop(): Promise<void>
}

type Server = { readonly folder: string; readonly cluster: string; readonly port: number; child: ChildProcess | null }

const password = randomBytes(12).toString('hex')

/** Made with the programs that come along: initdb and postgres; the standby from a copy between pg_backup_start and its stop. */
export async function openDatabasePair(): Promise<DatabasePair> {
  const dir = await mkdtemp(join(tmpdir(), 'database-pair-'))
  letPass(dir)
  const binaries = findBinaries()
  const servers: Server[] = []
  for (const name of ['one', 'two']) {
    const folder = join(dir, name)
    await mkdir(folder)
    letPass(folder)
    servers.push({ folder, cluster: join(folder, 'cluster'), port: await freePort(), child: null })
  }
  const [one, two] = servers as [Server, Server]
  const user = serverUser({ dir: one.folder, cluster: one.cluster, made: false, binaries, log: () => undefined })
  await makeCluster({ dir: one.folder, cluster: one.cluster, binaries, superuserPassword: password, user, fast: true, log: () => undefined })
  let primary = one
  const superUrl = (server: Server, database = 'satu_pintu') => `postgres://postgres:${password}@127.0.0.1:${server.port}/${database}`
  await start(one, binaries.postgres, user)
  await ask(superUrl(one, 'postgres'), `create role office login createrole password '${password}'`)
  await ask(superUrl(one, 'postgres'), 'create database satu_pintu owner office')
  const standby = () => (primary === one ? two : one)
  const follow = async () => {
    const server = standby()
    await copyCluster(superUrl(primary), primary.cluster, server, user)
    await start(server, binaries.postgres, user)
    await until(async () => (await ask(superUrl(primary), "select from pg_stat_replication where state = 'streaming'")) === 1)
    await ask(superUrl(primary), "alter system set synchronous_standby_names = '*'")
    await ask(superUrl(primary), 'select pg_reload_conf()')
    await until(async () => (await ask(superUrl(primary), "select from pg_stat_replication where sync_state = 'sync'")) === 1)
  }
  await follow()
  return {
    url: `postgres://office:${password}@127.0.0.1:${one.port},127.0.0.1:${two.port}/satu_pintu?target_session_attrs=read-write`,
    superUrl: () => superUrl(primary),
    failOver: async () => {
      await end(primary, 'SIGKILL')
      primary = standby()
      await ask(superUrl(primary), 'select pg_promote()')
    },
    endStandby: () => end(standby(), 'SIGKILL'),
    rejoin: follow,
    stop: async () => {
      await Promise.all(servers.map((server) => end(server, 'SIGQUIT')))
      await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

async function start(server: Server, postgres: string, user: ServerUser): Promise<void> {
  const settings = {
    listen_addresses: '127.0.0.1', port: server.port, unix_socket_directories: '', max_connections: 120, timezone: 'UTC', wal_keep_size: '512MB',
    // The machines live on: what a killed process wrote is in the kernel's memory. Waiting for the standby is what is tried here.
    fsync: 'off', full_page_writes: 'on', hot_standby: 'on',
  }
  const [program, args, as] = user.launch(postgres, ['-D', server.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  const child = spawn(program, args, { ...as, detached: true, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  server.child = child
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said)
    const mark = (await readFile(join(server.cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    return Number(mark[0]) === child.pid && ['ready', 'standby'].includes(mark[7]?.trim() ?? '')
  })
}

async function end(server: Server, signal: NodeJS.Signals): Promise<void> {
  const { child } = server
  server.child = null
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await new Promise((resolve) => child.once('exit', resolve))
}

/** A copy of a running server, whole once the standby has read what was written meanwhile. */
async function copyCluster(from: string, source: string, target: Server, user: ServerUser): Promise<void> {
  await rm(target.cluster, { recursive: true, force: true })
  const client = new pg.Client({ connectionString: from })
  await client.connect()
  try {
    await client.query("select pg_backup_start('standby', fast => true)")
    const left = /^(postmaster\.(pid|opts)|pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+|.*pgsql_tmp.*)$/
    await cp(source, target.cluster, { recursive: true, filter: (path) => !left.test(relative(source, path)) })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()')
    await writeFile(join(target.cluster, 'backup_label'), rows[0]!.labelfile)
    await writeFile(join(target.cluster, 'standby.signal'), '')
    const { port } = new URL(from)
    await writeFile(join(target.cluster, 'postgresql.auto.conf'), `primary_conninfo = 'host=127.0.0.1 port=${port} user=postgres password=${password}'\n`)
  } finally {
    await client.end()
  }
  if (user.ids) for (const entry of ['', ...(await readdir(target.cluster, { recursive: true }))]) await chown(join(target.cluster, entry), user.ids.uid, user.ids.gid)
}

/** Runs one statement; gives how many rows came. */
async function ask(url: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rowCount ?? 0
  } finally {
    await client.end()
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let wait = 0; wait < 1200; wait++) {
    if (await condition()) return
    await sleep(50)
  }
  throw new Error('The servers did not get there in a minute.')
}
