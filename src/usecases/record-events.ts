import { evolve, type Application } from '../office/application.ts'
import type { Actor, ApplicationEvent, Recorded } from '../office/application-events.ts'
import type { Context } from '../office/decide.ts'
import type { Service } from '../office/service.ts'
import type { Timer } from '../office/working-clock.ts'
import { waiting } from '../process/index.ts'
import type { CaseRow, CaseState, Job, Tx, UnitClock } from './ports.ts'

/**
 * Saves facts and all that follows from them (the read row of the case, messages, timers) in the running transaction.
 * Takes the application before (null when it begins), gives the one after.
 */
export async function recordEvents(
  tx: Tx,
  id: string,
  before: Application | null,
  events: readonly ApplicationEvent[],
  by: Actor,
  context: Context & { readonly clock: UnitClock },
): Promise<Application> {
  const first = before?.version ?? 0
  let after = before
  events.forEach((event, index) => {
    const recorded: Recorded = { stream: id, version: first + 1 + index, at: context.now, by, event }
    after = evolve(after, recorded)
  })
  if (after === null) throw new Error('An application can not begin without facts.')
  await tx.append(id, first, context.now, by, events)
  await tx.saveCase(caseRow(after, events, context))
  for (const job of events.flatMap((event) => jobsOf(id, event))) await tx.enqueue(job)
  if (events.some((event) => event.type === 'ProcessMoved')) await scheduleTimers(tx, before, after, context)
  return after
}

export function stateOf(application: Application): CaseState {
  if (application.outcome) return application.outcome
  if (application.correction) return 'correction'
  return application.task?.role === 'head' ? 'signing' : 'checking'
}

/** When the promise to the applicant ends, null while the clock stands still or the case is decided. */
export function deadlineOf(application: Application, clock: UnitClock): number | null {
  return clock.deadline(application)
}

function caseRow(application: Application, events: readonly ApplicationEvent[], context: Context & { readonly clock: UnitClock }): CaseRow {
  const { clock } = context
  return {
    id: application.id,
    version: application.version,
    number: application.number,
    service: application.service,
    serviceVersion: application.serviceVersion,
    unit: application.unit,
    person: application.applicant,
    state: stateOf(application),
    task: application.task?.task ?? null,
    role: application.task?.role ?? null,
    holder: application.task?.holder ?? null,
    checkedBy: application.checkedBy,
    submittedAt: application.submittedAt,
    deadline: deadlineOf(application, clock),
    decidedAt: application.decidedAt,
    workingMs: application.decidedAt === null || application.outcome === 'withdrawn' ? null : workedOn(application, application.decidedAt, clock),
    returned: application.returned !== null,
    corrected: application.answersVersion > 1 || events.some((event) => event.type === 'CorrectionSubmitted'),
  }
}

/** Working time between submission and decision, without the time the applicant needed to correct. */
function workedOn(application: Application, until: number, clock: UnitClock): number {
  const stopped = application.stops.reduce((sum, stop) => sum + clock.workingTime(stop.from, stop.to ?? until), 0)
  return clock.workingTime(application.submittedAt, until) - stopped
}

function jobsOf(application: string, event: ApplicationEvent): readonly Job[] {
  switch (event.type) {
    case 'ApplicationSubmitted':
      return [{ task: 'mail', message: 'receipt', application }]
    case 'CorrectionRequested':
      return [{ task: 'mail', message: 'correction', application }]
    case 'ApplicationRejected':
      return [{ task: 'mail', message: 'rejected', application }, { task: 'pickup-settle', application }]
    case 'ApplicationWithdrawn':
      return [{ task: 'mail', message: 'withdrawn', application }, { task: 'pickup-settle', application }]
    case 'PermitSigned':
      return [{ task: 'deliver', application }, { task: 'pickup-settle', application }]
    case 'ReminderSent':
      return [{ task: 'reminder-mail', application, to: event.to }]
    default:
      return []
  }
}

/**
 * One job a timer; a timer that waits anew moves its job, one that no longer waits finds nothing to do when it runs. A
 * timer of a duration runs from when it began: its job stays.
 */
async function scheduleTimers(tx: Tx, before: Application | null, application: Application, { service, clock, now }: Context & { readonly clock: UnitClock }): Promise<void> {
  const running = new Set(before ? timersOf(service, before).map(keyOf) : [])
  for (const timer of timersOf(service, application)) {
    const at = clock.due(timer, now)
    if (at === null || (timer.dueKind === 'duration' && running.has(keyOf(timer)))) continue
    const { element, instance } = timer
    await tx.enqueue({ task: 'timer', application: application.id, element, ...(instance === undefined ? {} : { instance }) }, { at, key: `timer:${application.id}:${keyOf(timer)}` })
  }
}

const timersOf = (service: Service, { process }: Application) => waiting(service.process, process).filter((each) => each.kind === 'timer')
const keyOf = ({ element, instance }: Timer) => (instance === undefined ? element : `${instance}/${element}`)
