import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../src/adapters/free-port.ts'
import { digestOf, prepare, root as checkout } from '../../scripts/prepare.ts'
import { letPass } from '../../src/adapters/postgres/embedded/server-user.ts'
import { copyTree } from '../../src/adapters/upgrade/copy-tree.ts'

export type DoorOffice = {
  readonly origin: string
  readonly dataDir: string
  /** Makes a version as a release is unpacked: this checkout with something changed, its pages built. */
  version(name: string, change: (folder: string) => Promise<void>): Promise<string>
  start(): Promise<void>
  /** `npm run satu-pintu -- …` in the folder of the office. */
  say(...args: readonly string[]): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }>
  said(): string
  /** Ends everything of it without warning, as a power cut would, but for the database's server. */
  kill(): Promise<void>
  stop(): Promise<void>
  clear(): Promise<void>
}

const ofNoUse = new Set(['node_modules', '.git', '.svelte-kit', 'data', 'data-backup', 'tests', 'dist'])
const node = ['--disable-warning=ExperimentalWarning']

/** An office in a folder of its own, as somebody unpacked it, opened through scripts/run.mjs as npm and systemd do. */
export async function openDoorOffice(environment: Readonly<Record<string, string>> = {}): Promise<DoorOffice> {
  await prepare(() => undefined)
  const home = await mkdtemp(join(tmpdir(), 'upgraded-office-'))
  letPass(home)
  const [door, dataDir] = [join(home, 'satu-pintu'), join(home, 'data')]
  const version = async (name: string, change: (folder: string) => Promise<void>): Promise<string> => {
    const folder = join(home, name)
    await copyTree(checkout, folder, { without: (path) => ofNoUse.has(path) })
    await change(folder)
    await writeFile(join(folder, 'build/.built-from'), await digestOf(`${folder}/`))
    return folder
  }
  await version('satu-pintu', async () => undefined)
  await copyTree(join(checkout, 'node_modules'), join(door, 'node_modules'), { linked: true, without: (path) => path === '.installed' || path === '.vite' })
  await writeFile(join(door, 'node_modules/.installed'), createHash('sha256').update(await readFile(join(door, 'package-lock.json'))).digest('hex'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C', LOG_LEVEL: 'error', PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, BACKUP_DIR: 'off', DEMO: '0', ...environment }
  let [child, said]: [ChildProcess | null, string] = [null, '']
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    // Killed it takes all along that it started: they are one group.
    process.kill(signal === 'SIGKILL' ? -ending.pid! : ending.pid!, signal)
    await ended
  }
  const opened: DoorOffice = {
    origin,
    dataDir,
    version,
    start: async () => {
      child = spawn(process.execPath, [...node, join(door, 'scripts/run.mjs'), 'serve'], { cwd: door, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env })
      for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
      await ready(origin, child, () => said)
    },
    say: (...args) => say(door, env, args),
    said: () => said,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    clear: async () => {
      await end('SIGTERM')
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
    },
  }
  await opened.start()
  return opened
}

async function say(door: string, env: NodeJS.ProcessEnv, args: readonly string[]) {
  const command = spawn(process.execPath, [...node, join(door, 'scripts/run.mjs'), 'satu-pintu', ...args], { cwd: door, stdio: ['ignore', 'pipe', 'pipe'], env })
  let [stdout, stderr] = ['', '']
  command.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  command.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const status = await new Promise<number>((resolve) => command.once('close', (code) => resolve(code ?? -1)))
  return { status, stdout, stderr }
}

async function ready(origin: string, child: ChildProcess, said: () => string): Promise<void> {
  for (let wait = 0; wait < 3_000; wait++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The office did not start:\n${said()}`)
    if (await fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false)) return
    await sleep(100)
  }
  throw new Error(`The office did not get ready:\n${said()}`)
}
