import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/adapters/free-port.ts'

export type RunningOffice = {
  readonly origin: string
  readonly dataDir: string
  /** Everything it said so far. */
  said(): string
  /** Ends it without warning, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same data. */
  start(): Promise<void>
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The office as its operators run it: a process of its own, with its own database, on a free port of this machine. */
export async function runOffice(environment: Readonly<Record<string, string>> = {}): Promise<RunningOffice> {
  const dataDir = await mkdtemp(join(tmpdir(), 'running-office-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  let child: ChildProcess | null = null
  let said = ''
  const start = async () => {
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli/serve.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'warn', DEMO: '1', BACKUP_DIR: 'off', PORT: String(port), DATA_DIR: dataDir, ...environment },
    })
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await ready(origin, child, () => said)
  }
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill(signal)
    await new Promise((resolve) => ending.once('exit', resolve))
  }
  await start()
  return {
    origin,
    dataDir,
    said: () => said,
    kill: () => end('SIGKILL'),
    start,
    stop: async () => {
      await end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function ready(origin: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The office did not start:\n${said()}`)
    if (await fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false)) return
    await sleep(100)
  }
  throw new Error(`The office did not get ready:\n${said()}`)
}
