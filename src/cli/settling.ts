import type { Settling } from '../adapters/upgrade/settle-upgrade.ts'
import type { Settings } from './read-settings.ts'

/** The upgrade of an office with these settings. Its address is told to the new version, which else would make one of its trial's port. */
export function settlingOf(settings: Settings, door: boolean, say: (sentence: string) => void): Settling {
  const { dataDir, databaseUrl, port, host, origin, demo, backupDir } = settings
  return {
    dataDir, databaseUrl, say, door: door ? { port, host } : null, archive: databaseUrl === null && backupDir !== null,
    cwd: process.cwd(), settings: { ORIGIN: origin, DATA_DIR: dataDir, DEMO: demo ? '1' : '0' },
  }
}
