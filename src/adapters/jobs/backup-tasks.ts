import type { TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Post } from './run-jobs.ts'

export type NightlyBackups = {
  /** Takes a backup and tries to bring it back. Gives what went wrong, in words without personal data; null when all is well. */
  readonly nightly: () => Promise<string | null>
  readonly operatorEmail: string | null
}

/** The backup of each night with its check, and telling the operator when it failed: whenever there is a mail server again. */
export function backupTasks(backups: NightlyBackups | null, pool: pg.Pool, post: Post | null): TaskList {
  if (!backups) return {}
  const { nightly, operatorEmail } = backups
  return {
    'backup-check': async () => {
      const problem = await nightly()
      if (problem !== null && operatorEmail !== null) await pool.query("select graphile_worker.add_job('operator-mail', payload => $1::json)", [JSON.stringify({ problem })])
    },
    ...(post && operatorEmail !== null
      ? { 'operator-mail': async (payload, { job }) => post.send({ ...writeBackupAlarm(operatorEmail, (payload as { readonly problem: string }).problem), messageId: `job-${job.id}` }) }
      : {}),
  }
}

/** An office that has just been opened does not wait for the night, but until its people have had their start. */
export async function orderFirstBackup(pool: pg.Pool): Promise<void> {
  await pool.query("select graphile_worker.add_job('backup-check', queue_name => 'backup', job_key => 'first-backup', run_at => now() + interval '15 minutes', max_attempts => 1)")
}

/** In both languages: nobody knows which one the operator reads. */
export function writeBackupAlarm(to: string, problem: string) {
  return {
    to,
    subject: 'Cadangan kantor gagal / The backup of the office failed',
    text: [
      'Cadangan (backup) malam ini tidak berhasil, atau tidak dapat dipulihkan saat dicoba. Kantor tetap buka, tetapi bila disk rusak sekarang, data bisa hilang.',
      'Jalankan perintah ini di komputer server dan baca jawabannya:  npm run satu-pintu -- backup --check',
      '',
      "Tonight's backup was not made, or could not be brought back when tried. The office is open, but if its disk broke now, data could be lost.",
      'Run this on the server and read its answer:  npm run satu-pintu -- backup --check',
      '',
      problem,
    ].join('\n'),
  }
}
