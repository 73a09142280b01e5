import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ReadyDraft } from './ready-drafts.ts'

/** What one person got: the answer that confirmed it, if one came, and when it was asked for. */
export type Outcome = { readonly draft: ReadyDraft; readonly confirmed: boolean; readonly tries: number; readonly startedAt: number; readonly confirmedAt: number }

export type Crowd = {
  readonly outcomes: readonly Outcome[]
  confirmed(): number
  /** Ends when everybody has their answer, or has given up. */
  readonly over: Promise<void>
}

/**
 * So many people at once send what they filled in. Who gets no answer, or is told that the office is broken, waits a
 * moment and presses again, with the same command; every fifth gives up after the first time. With several nodes each
 * try goes to the next, as a load balancer would do it. `patience`: how often somebody presses before they are lost.
 */
export function sendAll(origin: string, addresses: readonly string[], drafts: readonly ReadyDraft[], clients: number, patience = 400): Crowd {
  const outcomes: Outcome[] = []
  const waiting = drafts.entries()
  let turn = 0
  const person = async () => {
    for (const [index, draft] of waiting) {
      for (let tries = 1; ; tries++) {
        const startedAt = performance.now()
        const confirmed = await press(origin, addresses[turn++ % addresses.length]!, draft)
        if (confirmed || index % 5 === 0) {
          outcomes.push({ draft, confirmed, tries, startedAt, confirmedAt: performance.now() })
          break
        }
        if (tries === patience) throw new Error('The office did not come back.')
        await sleep(100 + Math.random() * 200)
      }
    }
  }
  return { outcomes, confirmed: () => outcomes.filter((outcome) => outcome.confirmed).length, over: Promise.all(Array.from({ length: clients }, person)).then(() => undefined) }
}

async function press(origin: string, address: string, draft: ReadyDraft): Promise<boolean> {
  const answer = await fetch(`${address}/applications/${draft.id}/check`, {
    method: 'POST',
    // Shown a day far ahead: whatever is honest is taken.
    body: new URLSearchParams({ declared: 'yes', command: draft.command, shown: '2099-12-31' }),
    headers: { cookie: draft.cookie, origin, accept: 'text/html' },
    redirect: 'manual',
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null)
  if (answer === null) return false
  await answer.arrayBuffer().catch(() => undefined)
  if (answer.status === 303 && answer.headers.get('location')?.endsWith('/receipt')) return true
  // Refused: nothing that an outage excuses.
  if (answer.status < 500) throw new Error(`A submission was answered ${answer.status}.`)
  return false
}

export type Audit = { readonly whole: number; readonly untouched: number; readonly half: readonly string[]; readonly lost: readonly string[]; readonly doubled: number }

/**
 * Counted by SQL of its own, from the rows alone. Whole: one case under the draft's id, all its events from the first on,
 * its answers, one job for its receipt, the answer to its command, and no draft. Untouched: the draft, and none of that.
 * Lost: confirmed, and not whole. Doubled: people with more than one case, or numbers that were skipped or given twice.
 */
export async function auditCrowd(url: string, outcomes: readonly Outcome[]): Promise<Audit> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; parts: number; cases: number; draft: boolean }>(
      `with receipts as materialized (
         select j.payload ->> 'application' as application, count(*)::int as jobs
         from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'mail' and j.payload ->> 'message' = 'receipt' group by 1)
       select asked.id, exists (select from office.drafts d where d.id = asked.id) as draft,
         (select count(*) from office.cases c where c.person = asked.person)::int as cases,
         (select count(*) from office.cases c where c.id = asked.id and c.version =
            (select count(*) from office.events e where e.stream = c.id having min(e.version) = 1 and max(e.version) = count(*)))::int
         + (select count(*) from office.answers a where a.application = asked.id and a.version = 1)::int
         + (select count(*) from office.commands k where k.id = asked.command)::int
         + coalesce(receipts.jobs, 0) as parts
       from unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (id, person, command)
       left join receipts on receipts.application = asked.id::text`,
      [outcomes.map(({ draft }) => draft.id), outcomes.map(({ draft }) => draft.person), outcomes.map(({ draft }) => draft.command)],
    )
    const { rows: [numbers] } = await client.query<{ skipped: number }>(
      `select abs(coalesce(sum(last), 0) - (select count(distinct number) from office.cases))::int as skipped from office.series where name like 'application:%'`,
    )
    const wholes = new Set(rows.filter((row) => row.parts === 4 && !row.draft && row.cases === 1).map((row) => row.id))
    const untouched = rows.filter((row) => row.parts === 0 && row.draft && row.cases === 0)
    return {
      whole: wholes.size,
      untouched: untouched.length,
      half: rows.filter((row) => !wholes.has(row.id) && !untouched.includes(row)).map((row) => row.id),
      lost: outcomes.filter(({ draft, confirmed }) => confirmed && !wholes.has(draft.id)).map(({ draft }) => draft.id),
      doubled: rows.filter((row) => row.cases > 1).length + (numbers?.skipped ?? 0),
    }
  } finally {
    await client.end()
  }
}

/** From a moment to the first confirmation of what was sent after it, in ms. */
export function recoveredAfter(outcomes: readonly Outcome[], moment: number): number {
  return Math.min(...outcomes.filter((outcome) => outcome.confirmed && outcome.startedAt > moment).map((outcome) => outcome.confirmedAt)) - moment
}
