import { replay } from '../../office/application.ts'
import { deem } from '../../office/decide.ts'
import { isComplete } from '../../office/promise/complete.ts'
import { lapseIncomplete, ring } from '../../office/promise/ring.ts'
import { openCase, type OpenedCase } from '../act-on-case.ts'
import { issuePermit, systemSigner } from '../issue-permit.ts'
import type { Office, Tx } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import { scheduleAlarms, watch, type Watched } from './schedule-alarms.ts'

const system = { kind: 'system' } as const

/**
 * Gives the alarms of a case that are due and not on the record yet, and sets its job to the next. Late, twice, or on two
 * nodes at once has one effect: what is recorded for a deadline is not due again, and of two that record at once
 * the stream takes one. Gives how many facts were recorded.
 */
export async function runAlarms(office: Office, id: string): Promise<number> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened || opened.application.outcome !== null) return 0
    const { application, context } = opened
    const watched = watch(application, context)
    if (watched.deadline === null) return 0
    const above = await tx.unitAbove(application.unit)
    const lapses = watched.due.some(({ kind }) => kind === 'lapse')
    const { events, permit } = lapses
      ? await lapse(office, tx, opened, watched, watched.deadline, above)
      : { events: ring(application, watched.due, watched.deadline, above), permit: null }
    if (events.length > 0) await recordEvents(tx, id, application, events, system, context)
    else await setNext(office, tx, opened)
    if (permit) await tx.savePermit(permit)
    return events.length
  })
}

/**
 * Nothing was due: the job came early, and the next one is set by what is true now. Whoever moved the case on meanwhile may
 * have set none (taking a case or judging a document wakes nobody), so the case is held and read again.
 */
async function setNext(office: Office, tx: Tx, opened: OpenedCase): Promise<void> {
  const { id, version } = opened.application
  const current = (await tx.holdCase(id)) === version ? opened : await openCase(office, tx, id)
  if (current && current.application.outcome === null) await scheduleAlarms(tx, current.application, current.context, true)
}

/** The promise is over: what the law says of silence depends on whether the application was complete at that very instant. */
async function lapse(office: Office, tx: Tx, opened: OpenedCase, { due }: Watched, deadline: number, above: string | null) {
  const { application, context } = opened
  const stream = await tx.stream(application.id)
  const atLapse = replay(stream.filter(({ at }) => at <= deadline)) ?? application
  if (!isComplete(atLapse, context.service)) return { events: lapseIncomplete(atLapse, context.service, due, deadline, above), permit: null }
  const { signed, row } = await issuePermit(office, tx, opened, systemSigner)
  const decision = deem(application, signed, deadline, context)
  if (!decision.ok) throw new Error(`The process of ${application.service} does not take the lapse of a promise: ${decision.refusal.kind}.`)
  return { events: decision.events, permit: row }
}
