import { exportAll as writeExport } from '../../adapters/export/export-all.ts'
import { CommandError, here, readArguments, type Command, type Said } from './command.ts'
import { inWords, reachDatabase, settingsOfOffice, tellSteps } from './office-command.ts'

/** Writes everything that the office knows in open formats, opened, into a new folder. */
export const exportAll: Command = async (args): Promise<Said> => {
  const { values } = readArguments(args, { into: { type: 'string' } })
  if (values.into === undefined) throw new CommandError('Say where to: --into FOLDER, one that is empty or not there.')
  const settings = settingsOfOffice()
  const asJson = values.json === true
  const into = here(values.into)
  return inWords(async () => {
    // A database of someone else's is read in the same way; its owner is in DATABASE_URL.
    const database = settings.databaseUrl === null ? await reachDatabase(settings, settings.backupDir !== null, tellSteps(asJson)) : { superUrl: settings.databaseUrl, stop: async () => undefined }
    try {
      const exported = await writeExport({ url: database.superUrl, dataDir: settings.dataDir, into, now: Date.now() })
      const rows = Object.values(exported.tables).reduce((sum, count) => sum + count, 0)
      const lost = exported.missing > 0 ? ` ${exported.missing} could not be: their person was erased, or the file is gone.` : ''
      return {
        json: { ok: true, into, ...exported },
        words: `${rows} rows and ${exported.documents} documents and permits are in ${into}.${lost}\nTHIS IS PERSONAL DATA WITHOUT ENCRYPTION: only you can read the folder now. Keep it locked away, and delete it when you are done. Its README.txt says what is what.`,
        asJson,
      }
    } finally {
      await database.stop()
    }
  })
}
