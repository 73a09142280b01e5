import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SandboxFault, SandboxText } from './sandbox-server.ts'
import type { TextSettings } from './text-settings.ts'

/** The sandbox beside the office: its settings as the office takes them, and what only a sandbox lets one do. */
export type TextSandbox = {
  readonly settings: TextSettings
  texts(): Promise<readonly SandboxText[]>
  /** Writes to the office as a phone would. The same id again is the same text brought again. */
  write(text: { readonly phone: string; readonly text: string; readonly id?: string; readonly channel?: string }): Promise<void>
  /** Makes it misbehave, from now on; or lets out reports that were held. */
  misbehave(change: { readonly fault?: SandboxFault; readonly webhooks?: string; readonly release?: 'yes' }): Promise<void>
  /** Without warning, as a crash would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** The number that the demo's people write to: of no real phone. */
export const sandboxNumber = '+62 811 0000 999'
const script = fileURLToPath(new URL('sandbox-process.ts', import.meta.url))

/** Starts the sandbox as a process of its own. `webhooks` is the office's address, as seen from this machine. */
export async function startTextSandbox(options: { readonly webhooks: string; readonly patienceMs?: number; readonly timeoutMs?: number }): Promise<TextSandbox> {
  const [apiKey, secret] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'], API_KEY: apiKey, SECRET: secret, WEBHOOKS: options.webhooks },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', (line) => resolve(line.replace('port ', '')))),
    ended.then(() => Promise.reject(new Error('The sandbox for text messages did not start.'))),
  ])
  const origin = `http://127.0.0.1:${port}`
  const ask = async (path: string, fields?: object): Promise<unknown> => {
    const init = fields ? { method: 'POST', body: JSON.stringify(fields) } : {}
    const answer = await fetch(`${origin}${path}`, { ...init, headers: { authorization: `Bearer ${apiKey}` }, signal: AbortSignal.timeout(10_000) })
    return answer.json()
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    settings: { url: `${origin}/v1`, apiKey, secret, number: sandboxNumber, channels: ['sms', 'whatsapp'], timeoutMs: options.timeoutMs ?? 10_000, patienceMs: options.patienceMs ?? 600_000 },
    texts: async () => (await ask('/texts')) as readonly SandboxText[],
    write: async (text) => void (await ask('/texts', text)),
    misbehave: async (change) => void (await ask('/faults', change)),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
