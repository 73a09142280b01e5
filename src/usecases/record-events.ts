import { evolve, type Application } from '../office/application.ts'
import type { Actor, ApplicationEvent } from '../office/application-events.ts'
import type { Context } from '../office/decide.ts'
import type { Reckoned } from '../office/process-context.ts'
import type { Service } from '../office/service.ts'
import type { Timer } from '../office/working-clock.ts'
import { waiting } from '../process/index.ts'
import { recordWork } from './duty/record-work.ts'
import type { CaseRow, CaseState, Job, Tx, UnitClock } from './ports.ts'
import { scheduleAlarms } from './promises/schedule-alarms.ts'

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
  const moves = before ? await movesOf(tx, before, context) : []
  const told = moves.length === 0 ? before : await append(tx, id, before, moves, { kind: 'system' }, context)
  const after = await append(tx, id, told, events, by, context)
  if (after === null) throw new Error('An application can not begin without facts.')
  await tx.saveCase(caseRow(after, events, context))
  if (before) await recordWork(tx, before, events, by, context)
  for (const job of [...moves, ...events].flatMap((event) => jobsOf(id, event))) await tx.enqueue(job)
  if (events.some((event) => event.type === 'ProcessMoved')) await scheduleTimers(tx, before, after, context)
  if (moves.length > 0 || events.some(({ type }) => wakers.has(type))) await scheduleAlarms(tx, after, context)
  return after
}

/** What can change when the next alarm of a case is. */
const wakers = new Set<ApplicationEvent['type']>([
  'ApplicationSubmitted', 'TaskOpened', 'ClockStopped', 'ClockStarted', 'CorrectionSubmitted', 'ReminderSent', 'Escalated', 'DeemedApprovalWarned', 'LapsedWithoutApproval',
])

async function append<T extends Application | null>(tx: Tx, id: string, before: T, events: readonly ApplicationEvent[], by: Actor, { now }: Context): Promise<Application | T> {
  const first = before?.version ?? 0
  let after: Application | T = before
  events.forEach((event, index) => {
    after = evolve(after, { stream: id, version: first + 1 + index, at: now, by, event })
  })
  await tx.append(id, first, now, by, events)
  return after
}

/**
 * The moves of the deadline that the applicant was not told of yet: the calendar changed since the case's row was saved, and
 * the job that tells everybody has not come to this case. Whoever acts on it first records them.
 */
async function movesOf(tx: Tx, application: Application, { clock }: Context): Promise<readonly DeadlineMoved[]> {
  const { deadline, moves } = clock.reckon(application)
  if (deadline === null || application.outcome !== null || moves.length === 0) return []
  const told = (await tx.caseRow(application.id))?.deadline ?? null
  return told === null ? [] : movesSince(moves, told)
}

type DeadlineMoved = Extract<ApplicationEvent, { type: 'DeadlineMoved' }>

/** The facts of the moves beyond the deadline that was told, epoch milliseconds. */
export function movesSince(moves: Reckoned['moves'], told: number): readonly DeadlineMoved[] {
  return moves
    .filter(({ to }) => to > told)
    .map(({ day, from, to }) => ({ type: 'DeadlineMoved', from: Math.max(from, told), to, day, cause: 'day-off' }))
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
    // A clock that was set back must not credit anybody with time before it was sent.
    workingMs: application.decidedAt === null || application.outcome === 'withdrawn' ? null : Math.max(0, workedOn(application, application.decidedAt, clock)),
    returned: application.returned !== null,
    corrected: application.answersVersion > 1 || events.some((event) => event.type === 'CorrectionSubmitted'),
    days: application.days,
    stops: application.stops,
    escalated: application.escalated,
    lapsed: application.lapsed,
    since: sinceOf(application),
    handed: application.task?.handedOver ?? false,
    oneDay: context.service.oneDayService,
  }
}

/** Since when it lies where it lies: with its holder, in the line, or with the applicant. */
function sinceOf({ task, stops, outcome }: Application): number | null {
  if (outcome !== null) return null
  return task ? (task.heldSince ?? task.openedAt) : (stops.at(-1)?.from ?? null)
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
    case 'DeadlineMoved':
      return [{ task: 'promise-mail', message: 'moved', application }]
    case 'ClockStopped':
      // The request for a correction says so itself.
      return event.reason === 'payment' ? [{ task: 'promise-mail', message: 'stopped', application }] : []
    case 'ClockStarted':
      return [{ task: 'promise-mail', message: 'started', application }]
    case 'Escalated':
      return [{ task: 'promise-mail', message: 'escalated', application }]
    case 'DeemedApprovalWarned':
      return [{ task: 'promise-mail', message: 'warned', application }]
    case 'DeemedApproved':
      return [{ task: 'promise-mail', message: 'deemed', application }]
    case 'LapsedWithoutApproval':
      return [{ task: 'promise-mail', message: 'lapsed', application }]
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
