import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import type { OpenOffice } from '../../src/adapters/open-office.ts'
import { openTestOffice, type TestOffice } from './test-office.ts'

/** A mail as the mail server was given it; `node` is 0 or 1, whichever sent it. */
export type SentMail = { readonly node: 0 | 1; readonly to: string; readonly subject: string; readonly text: string; readonly messageId: string }

/** One office on two nodes over one database, both at work on its jobs, with time that passes only when it is told to. */
export type TwoNodes = {
  readonly house: TestOffice
  readonly offices: readonly [OpenOffice, OpenOffice]
  readonly mails: readonly SentMail[]
  /**
   * Lets time pass until an instant (epoch ms). The clock stops at every instant for which a job was put off; whatever is
   * due by then lies before both nodes at once, and the clock goes on when nothing is left to do. `twice`: each job that was
   * put off comes twice, as a queue may bring it that promises to bring everything at least once.
   */
  passTo(at: number, how?: { readonly twice: boolean }): Promise<void>
  /** What the nodes' logs say went wrong, a job that failed and was tried again too: nothing, in an office that works. */
  readonly failures: readonly string[]
  /** Jobs that wait for their time. */
  pending(): Promise<readonly { readonly task: string; readonly key: string | null; readonly at: number; readonly payload: unknown }[]>
  close(): Promise<void>
}

/**
 * Opens the office twice. The job queue goes by the database's clock, which nobody can set: so the office lives in years
 * that the database has not seen yet, and when the office's time has come for a job, it is made due now. Choose `now` far
 * enough ahead.
 */
export async function openTwoNodes(now: number): Promise<TwoNodes> {
  const mails: SentMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const node = session.envelope.mailFrom && session.envelope.mailFrom.address.includes('no-reply-2') ? 1 : 0
      simpleParser(stream).then((mail) => {
        const to = Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : []
        mails.push({ node, to: to.map((each) => each.text).join(', '), subject: mail.subject ?? '', text: mail.text ?? '', messageId: mail.messageId ?? '' })
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let clock = now
  const failures: string[] = []
  const house = await openTestOffice({ now, failed: (words) => failures.push(words), smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` })
  const second = await house.openNode()
  const workers = await Promise.all([house.opened.startWorker(), second.startWorker()])
  const owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  const ask = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => (await owner.query<T>(text, values)).rows

  /** Nothing is due and nothing is being done. A failed job waits for its next try by the real clock: that counts as done. */
  const idle = async () => {
    for (;;) {
      const [row] = await ask<{ busy: number }>('select count(*)::int as busy from graphile_worker._private_jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)')
      if (row!.busy === 0) return
      await wait(5)
    }
  }
  const nextPutOff = async (until: number): Promise<number | null> => {
    const [row] = await ask<{ at: Date | null }>('select min(run_at) as at from graphile_worker._private_jobs where run_at >= $1 and run_at <= $2 and attempts = 0', [new Date(now), new Date(until)])
    return row!.at === null ? null : new Date(row!.at).getTime()
  }
  const makeDue = async (twice: boolean) => {
    if (twice)
      await ask(
        `select count(graphile_worker.add_job(t.identifier, payload => j.payload)) from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where j.run_at >= $1 and j.run_at <= $2`,
        [new Date(now), new Date(clock)],
      )
    await ask('update graphile_worker._private_jobs set run_at = now() where run_at >= $1 and run_at <= $2 and locked_at is null', [new Date(now), new Date(clock)])
    // The nodes listen for new jobs: both hear of these in the same moment.
    await ask(`select pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":50}')`)
  }
  return {
    house,
    offices: [house.office, second.office],
    mails,
    failures,
    passTo: async (at, how) => {
      for (;;) {
        await idle()
        const next = await nextPutOff(at)
        if (next === null) break
        clock = Math.max(next, clock)
        house.setNow(clock)
        await makeDue(how?.twice ?? false)
      }
      clock = at
      house.setNow(at)
    },
    pending: async () => (await ask<{ task: string; key: string | null; at: Date; payload: unknown }>(
      `select t.identifier as task, j.key, j.run_at as at, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id order by j.run_at`)).map((row) => ({ ...row, at: new Date(row.at).getTime() })),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()))
      await owner.end()
      await house.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
