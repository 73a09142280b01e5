import { join } from 'node:path'
import pg from 'pg'
import { findRunningPostgres } from '../../adapters/postgres/embedded/find-running.ts'
import { startEmbeddedPostgres } from '../../adapters/postgres/embedded/start-embedded-postgres.ts'
import { readSettings, type Settings } from '../read-settings.ts'
import { CommandError } from './command.ts'

/** The settings of the office that a command is about: the same variables as of `npm run serve`. */
export function settingsOfOffice(): Settings {
  const read = readSettings(process.env)
  if (!read.ok) throw new CommandError(read.problems.join(' '))
  return read.settings
}

/** Longer work tells its steps to whoever waits for it; standard output is for the answer. */
export const tellSteps = (asJson: boolean) => (sentence: string) => {
  if (!asJson) console.error(sentence)
}

export type FoundDatabase = {
  /** The superuser's connection to the office's own database. */
  readonly superUrl: string
  /** False: the office is not open, and the server runs for this command alone. */
  readonly running: boolean
  stop(): Promise<void>
}

/** The database of an office that is open, or else started for this command alone; ended again by `stop` if it was. */
export async function reachDatabase(settings: Settings, archive: boolean, say: (sentence: string) => void): Promise<FoundDatabase> {
  const dir = join(settings.dataDir, 'postgres')
  const found = await findRunningPostgres(dir)
  if (found && (await answers(found.superUrl))) return { superUrl: found.superUrl, running: true, stop: async () => undefined }
  say('The office is not open: starting its database for this.')
  const server = await startEmbeddedPostgres({ dir, log: say, archive })
  return { superUrl: server.officeUrl, running: false, stop: () => server.stop() }
}

/** Where its database is, under the rights of whoever keeps it; null while the server that comes along does not run. */
export async function databaseOf(settings: Settings): Promise<string | null> {
  return settings.databaseUrl ?? (await findRunningPostgres(join(settings.dataDir, 'postgres')))?.superUrl ?? null
}

/** One piece of work in the database of an office that runs. */
export async function inOffice<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const settings = settingsOfOffice()
  const url = await databaseOf(settings)
  if (url === null) throw new CommandError(`No office runs on ${settings.dataDir}: start it (npm run serve), or set DATA_DIR or DATABASE_URL as it was started with.`)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new CommandError(`The database does not answer (${(error as { code?: string }).code ?? 'unknown'}). See what is wrong: npm run -s satu-pintu -- doctor`)
  }
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** What goes wrong on a machine is said as a sentence, not as a trace. */
export async function inWords<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CommandError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandError(code === 'ENOSPC' ? 'The disk is full: nothing was finished.' : message)
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
