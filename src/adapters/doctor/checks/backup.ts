import { fine, trouble, type Check } from '../check.ts'

const hourMs = 3_600_000

/** How old the newest backup is, whether it was restored to see that it can be, and whether changes since then are kept too. */
export const backup: Check = {
  id: 'backup',
  run: async (context) => {
    const state = context.backup
    if (state === null || state.lastBackupAt === null) return trouble(context, context.demo ? 'warn' : 'fail', 'backup.none')
    const hours = Math.floor((context.now() - state.lastBackupAt) / hourMs)
    if (hours >= 26) return trouble(context, hours < 72 ? 'warn' : 'fail', 'backup.old', { hours })
    if (state.lastCheck === 'failed') return trouble(context, 'fail', 'backup.unrestorable')
    if (state.lastCheckedAt === null) return trouble(context, 'warn', 'backup.untried')
    const tried = Math.floor((context.now() - state.lastCheckedAt) / hourMs)
    if (tried >= 50) return trouble(context, 'warn', 'backup.untried-since', { days: Math.floor(tried / 24) })
    return fine(context, 'doctor.backup.ok', { hours, tried })
  },
}
