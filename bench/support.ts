import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOffice, type OpenOffice } from '../src/adapters/open-office.ts'
import { startEmbeddedPostgres } from '../src/adapters/postgres/embedded/start-embedded-postgres.ts'
import { openServer } from '../src/cli/open-server.ts'

/** One line of a benchmark: what we reach, and what the yardstick reached in the same run. */
export type Measured = { readonly name: string; readonly ours: number; readonly yardstick: number; readonly ratio: number; readonly unit: string; readonly [more: string]: unknown }

export type BenchOffice = { readonly office: OpenOffice; readonly origin: string; readonly adminUrl: string; readonly appUrl: string; close(): Promise<void> }

const origin = 'http://localhost:1'
const silent = { info: () => undefined, error: (facts: object, words: string) => console.error(words, facts) }

/** The office behind its doors, durable as in service, in a folder of its own. No jobs run beside. */
export async function openDurableOffice(): Promise<Omit<BenchOffice, 'origin'>> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-'))
  const postgres = await startEmbeddedPostgres({ dir: join(dir, 'postgres'), log: () => undefined })
  const opened = await openOffice({
    settings: { origin, dataDir: dir, demo: true, mailFrom: 'bench@office.example' },
    adminUrl: postgres.adminUrl,
    appUrl: postgres.appUrl,
    smtpUrl: null,
    log: silent,
  })
  return {
    office: opened.office,
    adminUrl: postgres.adminUrl,
    appUrl: postgres.appUrl,
    close: async () => {
      await opened.close()
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** The whole office with its people, on a free port. */
export async function openBenchOffice(): Promise<BenchOffice> {
  const durable = await openDurableOffice()
  await durable.office.demo!.load()
  Object.assign(globalThis, { [Symbol.for('satu-pintu.door')]: { office: durable.office, log: silent } })
  const server = await openServer({ port: 0, host: '127.0.0.1', origin })
  return {
    ...durable,
    origin: `http://127.0.0.1:${server.port}`,
    close: async () => {
      await server.close()
      await durable.close()
    },
  }
}

/** The cookies of somebody who just came in. */
export async function cookieOf(office: OpenOffice, userId: string): Promise<string> {
  const { setCookies } = await office.identity.signInAs(userId, { ip: '127.0.0.1', locale: 'id' })
  return setCookies.map((line) => line.split(';')[0]).join('; ')
}

/** Runs work for each item, so many at once; gives how many were done a second. */
export async function perSecond<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<number> {
  const waiting = items.values()
  const started = performance.now()
  const lane = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return (items.length * 1000) / (performance.now() - started)
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? 0
}

export const round = (value: number): number => Number(value.toPrecision(3))
export const newId = (): string => randomUUID()
