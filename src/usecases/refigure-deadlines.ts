import type { Application } from '../office/application.ts'
import type { Promised } from '../office/process-context.ts'
import type { Office, Tx, UnitClock } from './ports.ts'
import { openCase } from './act-on-case.ts'
import { firstAlarmAt, scheduleAlarms } from './promises/schedule-alarms.ts'
import type { MovedPromise, OpenPromise } from './promises/promise-ports.ts'
import { movesSince } from './record-events.ts'

const atOnce = 500
// No zone is further ahead of UTC: a day begins nowhere earlier than this before it begins there.
const furthestEast = 14 * 3_600_000

/**
 * The calendar changed: deadlines of open cases are reckoned anew, and where one moved, that is put on the record, the
 * applicant is told and the alarms are set again. In transactions of some hundred cases, so that nobody waits for them.
 * `from`: the first day that changed (`YYYY-MM-DD`): what ends before it can't move. Doing it twice changes nothing.
 * Gives how many moved.
 */
export async function refigureDeadlines(office: Office, asked: { readonly from?: string | undefined } = {}): Promise<number> {
  const endingFrom = asked.from === undefined ? 0 : Date.parse(`${asked.from}T00:00:00Z`) - furthestEast
  let [after, moved]: [string | null, number] = [null, 0]
  for (;;) {
    const batch = await office.store.transaction((tx) => refigureSome(office, tx, after, endingFrom))
    moved += batch.moved
    if (batch.last === null) return moved
    after = batch.last
  }
}

async function refigureSome(office: Office, tx: Tx, after: string | null, endingFrom: number): Promise<{ readonly moved: number; readonly last: string | null }> {
  const rows = await tx.openPromises({ after, endingFrom, limit: atOnce })
  const clocks = new Map<string, UnitClock>()
  for (const unit of new Set(rows.map((row) => row.unit))) clocks.set(unit, await office.calendars.of(unit, tx))
  const moved: MovedPromise[] = []
  for (const row of rows) {
    const promised = row.days === null || row.stops === null ? await adopt(office, tx, row) : { submittedAt: row.submittedAt, days: row.days, stops: row.stops }
    const change = promised && (await reckon(office, clocks.get(row.unit)!, row, promised))
    if (change) moved.push(change)
  }
  await tx.moveDeadlines(moved, office.now())
  return { moved: moved.length, last: rows.length < atOnce ? null : (rows.at(-1)?.id ?? null) }
}

async function reckon(office: Office, clock: UnitClock, row: OpenPromise, promised: Promised): Promise<MovedPromise | null> {
  const reckoned = clock.reckon(promised)
  const facts = movesSince(reckoned.moves, row.deadline)
  if (reckoned.deadline === null || facts.length === 0) return null
  const service = await office.services.at(row.service, row.serviceVersion)
  return { id: row.id, version: row.version, deadline: reckoned.deadline, facts, alarmAt: firstAlarmAt(service, reckoned, office.now()) }
}

/** A case from before promises had rows and alarms of their own gets both. */
async function adopt(office: Office, tx: Tx, row: OpenPromise): Promise<Promised | null> {
  const opened = await openCase(office, tx, row.id)
  const kept = opened && (await tx.caseRow(row.id))
  if (!opened || !kept) return null
  const { days, stops }: Application = opened.application
  await tx.saveCase({ ...kept, days, stops })
  await scheduleAlarms(tx, opened.application, opened.context)
  return opened.application
}
