import { join } from 'node:path'
import { readBackupKey } from '../../adapters/backup/backup-key.ts'
import type { Target } from '../../adapters/backup/recover-database.ts'
import { restoreOffice } from '../../adapters/backup/restore-office.ts'
import { CommandError, here, readArguments, type Command, type Said } from './command.ts'
import { inWords, settingsOfOffice, tellSteps } from './office-command.ts'

/** Brings an office back from its backups, whole or up to an instant, into a folder that is empty or not there. */
export const restore: Command = async (args): Promise<Said> => {
  const { values } = readArguments(args, { from: { type: 'string' }, key: { type: 'string' }, into: { type: 'string' }, to: { type: 'string' }, backup: { type: 'string' } })
  const settings = settingsOfOffice()
  const asJson = values.json === true
  if (settings.databaseUrl !== null && values.into === undefined)
    throw new CommandError(`DATABASE_URL is set: the database at ${URL.parse(settings.databaseUrl)?.host ?? 'that address'} is brought back by its own operator. To bring back an office with its own database, unset DATABASE_URL.`)
  const folder = values.from === undefined ? settings.backupDir : here(values.from)
  if (folder === null) throw new CommandError('Say where the backups are: --from FOLDER.')
  const keyFile = values.key === undefined ? settings.backupKeyFile : here(values.key)
  const into = values.into === undefined ? settings.dataDir : here(values.into)
  const target: Target = values.to === undefined ? { kind: 'all' } : { kind: 'time', at: readInstant(values.to, Date.now()) }
  return inWords(async () => {
    const began = Date.now()
    const key = await readBackupKey(keyFile)
    // An office whose key lay in what was lost goes on with the same one.
    const keepKey = settings.backupKeyFile === join(settings.dataDir, 'keys/backup.key') ? keyFile : null
    const restored = await restoreOffice({ folder, key, target, backup: values.backup ?? null, log: tellSteps(asJson), keepKey, s3: settings.s3 }, into)
    const seconds = Math.ceil((Date.now() - began) / 1000)
    const { events, last, documents } = restored
    const until = last ? `until the event ${last.position} of ${last.at}` : 'without any event'
    return {
      json: { ok: true, backup: restored.backup, into, events, last, documents, seconds },
      words: `The office in ${into} now goes ${until}: ${events} events, all with the right hashes, and ${documents} documents, after ${seconds} seconds.\nOpen it with:  DATA_DIR=${into} npm run serve\nThen take a new backup at once:  DATA_DIR=${into} npm run satu-pintu -- backup`,
      asJson,
    }
  })
}

/** An instant with its zone, to the second: `2026-11-25T14:03:00+07:00`. In epoch ms. */
export function readInstant(text: string, now: number): number {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw new CommandError(`--to must be an instant with its zone, such as 2026-11-25T14:03:00+07:00 (WIB; WITA is +08:00, WIT +09:00), not "${text}".`)
  if (at > now) throw new CommandError('--to is an instant that has not come yet.')
  return at
}
