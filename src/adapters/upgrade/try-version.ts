import { spawn, type ChildProcess } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import type { Program } from './upgrade-state.ts'

/** Tells a version that it is tried: it answers on this machine alone, sends nothing, does no jobs, hands on no journal, and ends with its parent. */
export const trialVariable = 'SATU_PINTU_TRIAL'

/** What every visitor needs. Each stands on something of its own: the catalogue, the cases, the permits, the incident log, the accounts. */
export const pagesAsked = ['/', '/services', '/track', '/verify', '/status', '/sign-in', '/office/sign-in'] as const

const readyMs = 180_000
const pageMs = 30_000
const stopMs = 60_000

/**
 * Starts a version on the office's data at a port that nobody knows, migrations and all, waits until it says that it is
 * ready, opens pages, asks `look` (which may throw a sentence), and stops it. Gives what was wrong in a sentence; null when nothing was.
 */
export async function tryVersion(trial: { readonly program: Program; readonly cwd: string; readonly settings: Readonly<Record<string, string>>; readonly look: () => Promise<void> }): Promise<string | null> {
  const port = await freePort()
  const { folder } = trial.program
  const child = spawn(await nodeOf(folder), ['--disable-warning=ExperimentalWarning', join(folder, 'src/cli/serve.ts')], {
    cwd: trial.cwd,
    // Its end of the pipe closes when this process ends, however it ends.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...trial.settings, [trialVariable]: '1', HOST: '127.0.0.1', PORT: String(port) },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  child.on('error', (error) => (said += error.message))
  child.stdin.on('error', () => undefined)
  try {
    return (await untilReady(child, port, () => said)) ?? (await openPages(port)) ?? (await sentenceOf(trial.look))
  } finally {
    await stop(child)
  }
}

/** The Node that came with a program; where install scripts are switched off it has none, and this one does as well. */
export async function nodeOf(folder: string): Promise<string> {
  const own = join(folder, `node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`)
  return access(own).then(() => own, () => process.execPath)
}

async function untilReady(child: ChildProcess, port: number, said: () => string): Promise<string | null> {
  for (const began = performance.now(); performance.now() - began < readyMs; await sleep(200)) {
    if (hasEnded(child)) return `It did not start: ${lastLine(said())}`
    if (await answer(port, '/readyz').then(({ ok }) => ok, () => false)) return null
  }
  return `It did not get ready in ${readyMs / 1000} seconds: ${lastLine(said())}`
}

async function openPages(port: number): Promise<string | null> {
  for (const path of pagesAsked) {
    const got = await answer(port, path).catch((error: Error) => error)
    if (got instanceof Error) return `Its page ${path} does not come (${got.name}).`
    if (got.status !== 200 || !got.text.includes('</html>')) return `Its page ${path} is broken (${got.status}).`
  }
  return null
}

async function answer(port: number, path: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(pageMs) })
  return { ok: response.ok, status: response.status, text: await response.text() }
}

async function sentenceOf(look: () => Promise<void>): Promise<string | null> {
  return look().then(() => null, (error: unknown) => (error instanceof Error ? error.message : String(error)))
}

/** In good order, so that what it wrote is on the disk; one that does not listen is killed. */
async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const late = setTimeout(() => child.kill('SIGKILL'), stopMs)
  child.kill('SIGTERM')
  await ended
  clearTimeout(late)
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
const lastLine = (said: string) => said.trim().split('\n').filter((line) => line.trim() !== '').at(-1)?.trim() ?? 'it said nothing.'
