import { spawn, type ChildProcess } from 'node:child_process'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../free-port.ts'
import type { ServerUser } from './server-user.ts'

export type RunningServer = { readonly process: ChildProcess; readonly port: number }

type Options = {
  readonly dir: string
  readonly cluster: string
  readonly postgres: string
  readonly user: ServerUser
  readonly fast: boolean
  readonly log: (sentence: string) => void
  /** The one to take; without it, any that is free. */
  readonly port?: number | undefined
  /** Settings of the server beyond the usual ones, and instead of them. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** How long it may take until it is ready (ms), when that is not the usual. */
  readonly patience?: number
}

/** After a hard stop, what was written since the last checkpoint is read again first: minutes on a slow disk. */
const longestRecovery = 15 * 60_000

/** Starts the server on a port of this machine only, and waits until it takes connections. Throws a sentence. */
export async function runServer(options: Options): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const server = await startOn(port, options)
    const failure = await untilReady(server, options)
    if (failure === null) return { process: server, port }
    // Between finding the port and taking it, someone else was quicker.
    if (attempt < 4 && /could not bind|could not create any TCP/.test(failure)) continue
    throw new Error(`The database server could not be started: ${failure} See ${join(options.dir, 'server.log')}.`)
  }
}

/** Fast shutdown: running statements end, everything committed is kept. Waits for the end; harder means when it takes too long. */
export function stopServer(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const late = [setTimeout(() => server.kill('SIGQUIT'), 30_000), setTimeout(() => server.kill('SIGKILL'), 40_000)]
    server.once('exit', () => {
      late.forEach(clearTimeout)
      resolve()
    })
    server.ref()
    server.kill('SIGINT')
  })
}

async function startOn(port: number, { dir, cluster, postgres, user, fast, settings: more }: Options): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 80, shared_buffers: '128MB', timezone: 'UTC', log_timezone: 'UTC',
    // The server's own troubles only: messages and details of failed statements quote values, and those are people's data.
    log_statement: 'none', log_min_error_statement: 'panic', log_min_messages: 'log', log_error_verbosity: 'terse',
    ...(fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...more,
  }
  const log = join(dir, 'server.log')
  await rename(log, `${log}.1`).catch(() => undefined)
  const file = await open(log, 'w', 0o600)
  const [program, args, as] = user.launch(postgres, ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
  // A session of its own: Ctrl+C is for the office, which then stops its server in good order.
  const server = spawn(program, args, { ...as, detached: true, cwd: '/', stdio: ['ignore', file.fd, file.fd], env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  await file.close()
  return server
}

/** Null when it is ready, else why it is not. */
async function untilReady(server: ChildProcess, { dir, cluster, log, patience = longestRecovery }: Options): Promise<string | null> {
  let ended: string | null = null
  server.once('error', (error) => (ended = `${error.message}.`))
  server.once('exit', () => (ended ??= 'it ended at once.'))
  for (let waited = 0; waited < patience; waited += 25) {
    if (ended !== null) return (await lastComplaint(join(dir, 'server.log'))) ?? ended
    // The mark of an earlier server may still lie there: only the one with our server's number counts.
    const mark = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (Number(mark[0]) === server.pid && mark[7]?.trim() === 'ready') return null
    if (waited === 5_000) log('The database is going over what was written last, after a hard stop. This can take a while.')
    await sleep(25)
  }
  server.kill('SIGQUIT')
  return 'it did not get ready.'
}

/** A server that is only starting has seen no one's data yet, so its last words can be shown. */
async function lastComplaint(path: string): Promise<string | null> {
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n')
  return lines.findLast((line) => /could not bind/.test(line)) ?? lines.findLast((line) => /(FATAL|PANIC):/.test(line)) ?? lines.findLast((line) => line !== '') ?? null
}
