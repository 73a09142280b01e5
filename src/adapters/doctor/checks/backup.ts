import { readBackupState } from '../../backup/backup-state.ts'
import { fine, trouble, type Check } from '../check.ts'

const hourMs = 3_600_000

/**
 * How old the newest backup is, whether it was brought back to see that it can be, and whether the database's journal goes
 * on being kept: what came since would else be lost with the disk.
 */
export const backup: Check = {
  id: 'backup',
  run: async (context) => {
    if (context.ownDatabase) return trouble(context, 'unknown', 'backup.elsewhere', { folder: context.dataDir })
    if (context.backupDir === null) return trouble(context, context.demo ? 'warn' : 'fail', 'backup.off')
    const state = await readBackupState(context.backupDir)
    if (state.lastBackupAt === null) return trouble(context, context.demo ? 'warn' : 'fail', 'backup.none')
    const since = (at: string) => Math.floor((context.now() - Date.parse(at)) / hourMs)
    const hours = since(state.lastBackupAt)
    if (state.lastCheck === 'failed') return trouble(context, 'fail', 'backup.unrestorable')
    if (hours >= 26) return trouble(context, hours < 72 ? 'warn' : 'fail', 'backup.old', { hours })
    if (await isJournalStuck(context)) return trouble(context, 'fail', 'backup.journal')
    if (state.lastCheckedAt === null) return trouble(context, 'warn', 'backup.untried')
    const tried = since(state.lastCheckedAt)
    if (tried >= 50) return trouble(context, 'warn', 'backup.untried-since', { days: Math.floor(tried / 24) })
    return fine(context, 'doctor.backup.ok', { hours, tried })
  },
}

/** The database tells when the last piece of its journal could not be handed on. */
async function isJournalStuck({ ask }: Parameters<Check['run']>[0]): Promise<boolean> {
  if (!ask) return false
  const rows = await ask<{ stuck: boolean }>(`select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as stuck from pg_stat_archiver`)
  return rows[0]?.stuck ?? false
}
