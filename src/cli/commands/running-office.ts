import { join } from 'node:path'
import pg from 'pg'
import { findRunningPostgres } from '../../adapters/postgres/embedded/find-running.ts'
import type { Settings } from '../read-settings.ts'
import { CommandError } from './command.ts'
import { settingsOfOffice } from './office-command.ts'

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
