import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { openBackupKey } from '../../adapters/backup/backup-key.ts'
import { checkBackup } from '../../adapters/backup/check-backup.ts'
import { claimFolder } from '../../adapters/backup/claim-folder.ts'
import { documentsOf } from '../../adapters/backup/documents-of.ts'
import { openMirror } from '../../adapters/backup/mirror-files.ts'
import { shipJournal } from '../../adapters/backup/ship-journal.ts'
import { takeBackup, type BackupPlan } from '../../adapters/backup/take-backup.ts'
import { outboxOf } from '../../adapters/postgres/embedded/archive-settings.ts'
import type { Settings } from '../read-settings.ts'
import { CommandError, readArguments, type Command, type Said } from './command.ts'
import { inWords, reachDatabase, settingsOfOffice, tellSteps } from './office-command.ts'

/** Takes a whole backup now, of an office that is open or closed; with --check also tries to bring it back. */
export const backup: Command = async (args): Promise<Said> => {
  const { values } = readArguments(args, { check: { type: 'boolean' } })
  const asJson = values.json === true
  const settings = settingsOfOffice()
  const say = tellSteps(asJson)
  return inWords(async () => {
    const folder = await folderFor(settings)
    const keyFile = settings.backupKeyFile
    const key = await openBackupKey(keyFile)
    await claimFolder(folder, key, keyFile)
    const database = await reachDatabase(settings, true, say)
    const plan: BackupPlan = { dataDir: settings.dataDir, folder, key, keyFile, superUrl: database.superUrl, s3: settings.s3 }
    try {
      return values.check ? await check(plan, settings, asJson, say) : await take(plan, asJson, say)
    } finally {
      await database.stop()
      if (!database.running) await shipJournal({ outbox: outboxOf(join(settings.dataDir, 'postgres')), folder, key, mirror: openMirror({ files: documentsOf(settings), folder, key }) })
    }
  })
}

async function take(plan: BackupPlan, asJson: boolean, say: (sentence: string) => void): Promise<Said> {
  say('Taking a backup. The office stays open meanwhile.')
  const manifest = await takeBackup(plan)
  const size = Object.values(manifest.files).reduce((sum, file) => sum + file.size, 0)
  return { json: { ok: true, backup: manifest.id, folder: plan.folder, finishedAt: manifest.finishedAt, size, keyFile: plan.keyFile }, words: [`The backup ${manifest.id} is finished: ${Math.ceil(size / 1_048_576)} MB in ${plan.folder}.`, aboutKey(plan)].join('\n'), asJson }
}

async function check(plan: BackupPlan, settings: Settings, asJson: boolean, say: (sentence: string) => void): Promise<Said> {
  const checked = await checkBackup({ ...plan, keepDays: settings.backupKeepDays, log: say })
  if (!checked.ok) return { json: checked, words: '', asJson, problem: `The backup is not good: ${checked.problem}` }
  const { events, last, documents } = checked.restored
  const words = `The backup ${checked.backup} was taken and brought back into a scratch server: ${events} events${last ? ` until number ${last.position} of ${last.at}` : ''}, all with the right hashes, ${documents} documents, every table with as many rows as in the office.`
  return { json: { ok: true, backup: checked.backup, events, last, documents }, words: [words, aboutKey(plan)].join('\n'), asJson }
}

const aboutKey = ({ keyFile, folder }: BackupPlan) =>
  `It holds the database, the documents, and the keys of the office, all sealed with the key in ${keyFile}. WITHOUT THAT FILE NOBODY CAN OPEN THE BACKUP: print its one line or copy it to a place of its own, not to ${folder} and not only on this machine.`

async function folderFor({ databaseUrl, backupDir, dataDir }: Settings): Promise<string> {
  if (databaseUrl !== null)
    throw new CommandError(
      `The database at ${URL.parse(databaseUrl)?.host ?? 'DATABASE_URL'} belongs to its own operator: backing it up (base backups, journal, restore to an instant) is theirs to do. Yours is ${dataDir} with the documents and keys: copy it after each of their backups. export-all writes everything in open formats from here.`,
    )
  if (backupDir === null) throw new CommandError('BACKUP_DIR is off: set it to the folder that backups go to, best on another disk, and start the office again.')
  await access(join(dataDir, 'postgres')).catch(() => {
    throw new CommandError(`There is no office in ${dataDir}: set DATA_DIR to the folder of the office.`)
  })
  return backupDir
}
