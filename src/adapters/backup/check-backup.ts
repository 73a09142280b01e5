import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { writeBackupState } from './backup-state.ts'
import { documentsOf } from './documents-of.ts'
import { examineDatabase, tablesOf, type Examined } from './examine-database.ts'
import { tryRestore, type Restored } from './restore-office.ts'
import { shipUntil, takeBackup, type BackupPlan } from './take-backup.ts'
import { thinBackups } from './thin-backups.ts'

export type Checked = { readonly ok: true; readonly backup: string; readonly restored: Restored } | { readonly ok: false; readonly problem: string }

type CheckPlan = BackupPlan & { readonly keepDays: number; readonly log: (sentence: string) => void }

const patience = 120_000

/**
 * What an office does each night: takes a backup, sets a mark in the database and counts what is in it at that mark; brings
 * the backup back up to the mark into a scratch server; compares every table's rows and every event. The outcome is kept
 * where `readBackupState` finds it. Old backups are thinned only after a good one. Does not throw.
 */
export async function checkBackup(plan: CheckPlan): Promise<Checked> {
  const { folder, key, dataDir, log } = plan
  const checked = await (async (): Promise<Checked> => {
    try {
      const { id } = await takeBackup(plan)
      const mark = await setMark(plan)
      const restored = await tryRestore({ folder, key, target: { kind: 'mark', name: mark.name }, backup: id, log }, join(dataDir, 'restore-check'))
      const problem = differ(mark.examined, restored)
      if (problem !== null) return { ok: false, problem }
      await thinBackups({ folder, key, files: documentsOf(plan), keepDays: plan.keepDays, now: Date.now() })
      return { ok: true, backup: id, restored }
    } catch (error) {
      return { ok: false, problem: error instanceof Error ? error.message : String(error) }
    }
  })()
  await writeBackupState(folder, { check: { lastCheckedAt: new Date().toISOString(), lastCheck: checked.ok ? 'ok' : 'failed', lastProblem: checked.ok ? null : checked.problem } }).catch(() => undefined)
  return checked
}

/**
 * A named place in the journal and what the database held exactly there. For some milliseconds nobody writes: all tables are
 * locked in one go if they are free, never waited for, so that no citizen's request can come to harm.
 */
async function setMark(plan: CheckPlan): Promise<{ readonly name: string; readonly examined: Examined }> {
  const [still, look] = [connect(plan.superUrl), connect(plan.superUrl)]
  await Promise.all([still.connect(), look.connect()])
  try {
    const name = `check-${Date.now()}`
    const tables = (await tablesOf(still)).join(', ')
    for (const began = Date.now(); ; await sleep(25)) {
      await still.query('begin')
      const locked = await still.query(`lock table ${tables} in share mode nowait`).then(() => true, (error: { code?: string }) => (error.code === '55P03' ? false : Promise.reject(error)))
      if (locked) break
      await still.query('rollback')
      if (Date.now() - began > patience) throw new Error('The database was never still for the check: try again when fewer people work.')
    }
    await look.query('begin isolation level repeatable read')
    const { rows } = await look.query<{ piece: string }>('select pg_walfile_name(pg_create_restore_point($1)) as piece', [name])
    await still.query('rollback')
    await look.query('select pg_switch_wal()')
    const examined = await examineDatabase(look)
    await look.query('commit')
    await shipUntil(plan, rows[0]!.piece)
    return { name, examined }
  } finally {
    await Promise.all([still.end(), look.end()])
  }
}

function differ(expected: Examined, found: Restored): string | null {
  const tables = Object.entries(expected.rows).filter(([table, rows]) => found.rows[table] !== rows)
  if (tables.length > 0) return `The restored database differs: ${tables.map(([table, rows]) => `${table} has ${found.rows[table] ?? 'no'} rows and not ${rows}`).join('; ')}.`
  if (expected.problems.length > 0) return `The log of events is damaged in the office itself: ${expected.problems.join(' ')}`
  return expected.digest === found.digest ? null : 'The restored log of events is not the one that was written.'
}

function connect(superUrl: string): pg.Client {
  const client = new pg.Client({ connectionString: superUrl })
  client.on('error', () => undefined)
  return client
}
