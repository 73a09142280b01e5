import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from './binaries.ts'
import { lockFolder } from './lock-folder.ts'
import { serverUser, type ServerUser } from './server-user.ts'
import { stopOrphan } from './stop-orphan.ts'

export type EmbeddedPostgres = {
  /** Connection of the database's superuser, for tests that make databases of their own. */
  readonly superUrl: string
  /** Connection of the owner of the office's database: migrations. */
  readonly adminUrl: string
  /** Connection of the least-privileged role: everything else. */
  readonly appUrl: string
  stop(): Promise<void>
}

type Passwords = { readonly postgres: string; readonly satu_pintu_owner: string; readonly satu_pintu_app: string }

/**
 * Starts the PostgreSQL server that came with the packages, with its data under `dir`, on a free port of this machine
 * only. Makes the database on the first start. A server that was killed, a half-made database or a server left behind
 * by a killed office are cleared away first; a living office on the same folder is never touched (throws a sentence).
 * `fast` gives up durability: for tests.
 */
export async function startEmbeddedPostgres(options: { readonly dir: string; readonly log: (sentence: string) => void; readonly fast?: boolean }): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir)
  const unlock = await lockFolder(dir)
  try {
    const user = serverUser()
    const cluster = join(dir, 'cluster')
    if (user.ids) await chown(dir, user.ids.uid, user.ids.gid)
    await stopOrphan(cluster, options.log)
    const passwords = await readPasswords(dir)
    await makeCluster(dir, cluster, passwords, user, options)
    const port = await freePort()
    const server = await startServer(dir, cluster, port, user, options.fast ?? false)
    const url = (role: keyof Passwords, database: string) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`
    await makeDatabase(url('postgres', 'postgres'), passwords)
    server.once('exit', () => options.log('The database server has ended.'))
    // An office that ends without closing takes its server along; one that is killed leaves it to the next start.
    const alongWith = () => server.kill('SIGINT')
    process.once('exit', alongWith)
    server.unref()
    return {
      superUrl: url('postgres', 'postgres'),
      adminUrl: url('satu_pintu_owner', 'satu_pintu'),
      appUrl: url('satu_pintu_app', 'satu_pintu'),
      stop: async () => {
        server.removeAllListeners('exit')
        process.off('exit', alongWith)
        await stopServer(server)
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** Made in a folder of its own and moved into place when it is whole, so that a half-made one is never started. */
async function makeCluster(dir: string, cluster: string, passwords: Passwords, user: ServerUser, { log, fast }: { readonly log: (sentence: string) => void; readonly fast?: boolean }): Promise<void> {
  if (await readFile(join(cluster, 'PG_VERSION')).then(() => true, () => false)) return
  log('Making the database: this happens once.')
  const fresh = join(dir, 'cluster.new')
  const secret = join(dir, 'superuser')
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(secret, passwords.postgres, { mode: 0o600 })
  if (user.ids) for (const path of [fresh, secret]) await chown(path, user.ids.uid, user.ids.gid)
  const args = ['-D', fresh, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(fast ? ['--no-sync'] : [])]
  const { code, said } = await run(user, findBinaries().initdb, args)
  await rm(secret, { force: true })
  if (code !== 0) throw new Error(`The database could not be made: ${said.trim().split('\n').slice(-3).join(' ')}`)
  await rename(fresh, cluster)
}

async function startServer(dir: string, cluster: string, port: number, user: ServerUser, fast: boolean): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 80, shared_buffers: '128MB', timezone: 'UTC', log_timezone: 'UTC',
    log_statement: 'none', log_min_error_statement: 'panic', log_min_messages: 'warning',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const logFile = await open(join(dir, 'server.log'), 'w', 0o600)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, args] = user.as(findBinaries().postgres, ['-D', cluster, ...flags])
  // A session of its own: Ctrl+C is for the office, which then stops its server in good order.
  const server = spawn(program, args, { detached: true, cwd: '/', stdio: ['ignore', logFile.fd, logFile.fd], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  await logFile.close()
  let failure: Error | null = null
  server.once('error', (error) => (failure = error))
  server.once('exit', () => (failure ??= new Error('it ended at once')))
  for (let wait = 0; wait < 600; wait++) {
    if (failure) throw new Error(`The database server could not be started: ${(failure as Error).message}. See ${join(dir, 'server.log')}.`)
    if ((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[7]?.trim() === 'ready') return server
    await sleep(50)
  }
  server.kill('SIGQUIT')
  throw new Error(`The database server did not get ready. See ${join(dir, 'server.log')}.`)
}

/** Roles and the office's own database. Running it again changes nothing but the passwords, to those on the disk. */
async function makeDatabase(superUrl: string, passwords: Passwords): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    for (const role of ['satu_pintu_owner', 'satu_pintu_app'] as const) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      await client.query(`${known.rowCount ? 'alter' : 'create'} role ${role} login nosuperuser nocreatedb nocreaterole password '${passwords[role]}'`)
    }
    const made = await client.query("select from pg_database where datname = 'satu_pintu'")
    if (!made.rowCount) await client.query('create database satu_pintu owner satu_pintu_owner')
    await client.query('revoke all on database satu_pintu from public')
    await client.query('grant connect on database satu_pintu to satu_pintu_app')
  } finally {
    await client.end()
  }
}

/** Letters and digits only: they go into addresses and one statement as they are. */
async function readPasswords(dir: string): Promise<Passwords> {
  const path = join(dir, 'passwords.json')
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept) return JSON.parse(kept) as Passwords
  const passwords: Passwords = { postgres: newPassword(), satu_pintu_owner: newPassword(), satu_pintu_app: newPassword() }
  await writeFile(`${path}.new`, JSON.stringify(passwords), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return passwords
}

const newPassword = () => randomBytes(24).toString('hex')

function run(user: ServerUser, command: string, commandArgs: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const [program, args] = user.as(command, commandArgs)
  const child = spawn(program, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said }))
  })
}

function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const late = setTimeout(() => server.kill('SIGQUIT'), 20_000)
    server.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    server.ref()
    // Fast shutdown: running statements end, everything committed is kept.
    server.kill('SIGINT')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
