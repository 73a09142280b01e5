import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { startMailSink } from '../adapters/mail/index.ts'
import { openOffice } from '../adapters/open-office.ts'
import { startEmbeddedPostgres } from '../adapters/postgres/embedded/start-embedded-postgres.ts'
import { startTextSandbox, type TextSandbox } from '../adapters/texts/start-text-sandbox.ts'
import { trialVariable } from '../adapters/upgrade/try-version.ts'
import { waitForUpgrade } from './wait-for-upgrade.ts'
import { prepareBackups, type Backups } from './prepare-backups.ts'
import { openServer } from './open-server.ts'
import { plainTrouble } from './plain-trouble.ts'
import { readSettings, type Settings } from './read-settings.ts'
import { sayWelcome } from './say-welcome.ts'

const say = (sentence: string) => console.log(sentence)
const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))

/** What was opened, to be closed in the opposite order. */
const open: (() => Promise<void>)[] = []

const read = readSettings(process.env)
if (!read.ok) {
  for (const problem of read.problems) console.error(problem)
  process.exit(1)
}
/** Tried by an upgrade: only on this machine, and nothing goes out of the house. */
const isTrial = process.env[trialVariable] === '1'
const stopping = Promise.withResolvers<number>()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.resolve(0))
if (isTrial) process.stdin.on('close', () => stopping.resolve(0)).resume()
try {
  await serve(read.settings)
  if (process.env['SATU_PINTU_DOOR'] !== undefined && !isTrial) waitForUpgrade(read.settings.dataDir, (code) => stopping.resolve(code))
  const code = await stopping.promise
  say('Stopping: finishing what is running.')
  await closeAll()
  say('Stopped.')
  process.exit(code)
} catch (error) {
  console.error(`The office could not be opened: ${plainTrouble(error, read.settings)}`)
  await closeAll()
  process.exit(1)
}

async function serve(settings: Settings): Promise<void> {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  const backups = isTrial ? null : await prepareBackups(settings, say)
  const database = await openDatabase(settings, backups)
  const sink = settings.demo && settings.smtpUrl === null && !isTrial ? await startMailSink({ dir: join(settings.dataDir, 'demo-mail') }) : null
  if (sink) open.push(() => sink.stop())
  const smtpUrl = settings.smtpUrl ?? sink?.url ?? null
  const sandbox = settings.demo && settings.texts === null && !isTrial ? await openSandbox(settings) : null
  const opened = await openOffice({ settings: { ...settings, texts: settings.texts ?? sandbox?.settings ?? null, textSandbox: sandbox, ownDatabase: settings.databaseUrl !== null, backupDir: settings.databaseUrl === null ? settings.backupDir : null }, ...database, smtpUrl, log })
  open.push(() => opened.close())
  const signIns = settings.demo && !isTrial ? await opened.loadDemo() : []
  if (!isTrial) {
    const worker = await opened.startWorker(backups && { nightly: () => backups.check(database.superUrl), operatorEmail: settings.operatorEmail })
    open.push(() => worker.stop())
  }
  Object.assign(globalThis, { [Symbol.for('satu-pintu.door')]: { office: opened.office, log } })
  const server = await openServer(settings)
  open.push(() => server.close())
  // Boards listen for hours: their streams end first, or the server would wait for them.
  open.push(() => opened.office.lineChanges.close())
  sayWelcome(say, { settings, port: server.port, signIns, waitingMail: smtpUrl === null ? await opened.waitingMail() : null })
}

/** The demo's provider of texts. It writes to the port that is listened on: the office's public address may lead elsewhere. */
async function openSandbox(settings: Settings): Promise<TextSandbox> {
  const sandbox = await startTextSandbox({ webhooks: `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${settings.port}` })
  open.push(() => sandbox.stop())
  return sandbox
}

async function openDatabase(settings: Settings, backups: Backups | null): Promise<{ readonly adminUrl: string; readonly appUrl: string; readonly superUrl: string }> {
  if (settings.databaseUrl !== null) return { adminUrl: settings.databaseUrl, appUrl: settings.databaseUrl, superUrl: settings.databaseUrl }
  say('Starting the database.')
  const postgres = await startEmbeddedPostgres({ dir: join(settings.dataDir, 'postgres'), log: say, archive: isTrial ? settings.backupDir !== null && 'later' : backups !== null })
  const shipping = backups?.keepShipping()
  // The database hands out the end of its journal when it stops.
  open.push(() => postgres.stop().then(() => shipping?.stop()))
  return { ...postgres, superUrl: postgres.officeUrl }
}

async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse())
    await close().catch((error: unknown) => log.error({ error: error instanceof Error ? error.message : 'unknown' }, 'A part did not close well'))
}
