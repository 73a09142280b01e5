import { replay } from '../office/application.ts'
import type { Recorded } from '../office/application-events.ts'
import type { Clock } from '../office/process-context.ts'
import { tellStops, type ToldStop } from '../office/promise/clock-stops.ts'
import type { Service } from '../office/service.ts'
import type { TimelineEntry } from './views.ts'

const inside = new Set(['ProcessMoved', 'TaskReleased', 'NoteAdded', 'DocumentJudged', 'AnswerJudged', 'DeemedApprovalWarned'])

/** What the applicant reads: every step, who did it by role, never an officer's inner work. */
export function publicTimeline(stream: readonly Recorded[], service: Service, clock: Clock): readonly TimelineEntry[] {
  const stops = stopsOf(stream, clock)
  return stream.filter((recorded) => !inside.has(recorded.event.type)).map((recorded) => entry(recorded, service, stops))
}

/** What the staff reads: everything but the engine's own moves. */
export function staffTimeline(
  stream: readonly Recorded[],
  service: Service,
  clock: Clock,
): readonly (TimelineEntry & { readonly person: string | null; readonly people: readonly (readonly ['from' | 'to', string])[] })[] {
  const stops = stopsOf(stream, clock)
  return stream
    .filter((recorded) => recorded.event.type !== 'ProcessMoved')
    .map((recorded) => ({ ...entry(recorded, service, stops), people: handedBetween(recorded), person: recorded.by.kind === 'staff' ? recorded.by.person : null }))
}

/** Between whom a task went: for the staff only. */
function handedBetween({ event }: Recorded): readonly (readonly ['from' | 'to', string])[] {
  if (event.type !== 'TaskHandedOver') return []
  return [...(event.from ? [['from', event.from] as const] : []), ...(event.to ? [['to', event.to] as const] : [])]
}

function stopsOf(stream: readonly Recorded[], clock: Clock): readonly ToldStop[] {
  const application = replay(stream)
  return application ? tellStops(application, clock) : []
}

function entry({ event, at, by }: Recorded, service: Service, stops: readonly ToldStop[]): TimelineEntry {
  return { type: event.type, at, by: by.kind === 'staff' ? by.role : by.kind, values: valuesOf(event, at, service, stops) }
}

function valuesOf(event: Recorded['event'], at: number, service: Service, stops: readonly ToldStop[]): TimelineEntry['values'] {
  switch (event.type) {
    case 'ApplicationSubmitted':
      return { number: event.number, days: event.days, channel: event.channel, ...(event.paper ? { serial: event.paper.serial, receivedAt: event.paper.receivedAt } : {}) }
    case 'CaseRouted':
      return { unit: event.unit }
    case 'TaskOpened':
    case 'TaskReleased':
      return { task: event.task }
    case 'TaskTaken':
      return { task: event.task, outOfTurn: event.outOfTurn ?? 'no' }
    case 'DocumentJudged':
      return { document: event.document, verdict: event.verdict }
    case 'AnswerJudged':
      return { field: event.field, verdict: event.verdict }
    case 'CorrectionRequested':
      return { parts: event.fields.length + event.documents.length }
    case 'PermitSigned':
      return { permit: event.permit }
    case 'TaskHandedOver':
      return { task: event.task, reason: event.reason, line: event.to === null ? 'yes' : 'no' }
    case 'ReminderSent':
      return { to: event.to }
    case 'ClockStopped':
      return { reason: event.reason, beforeAt: stops.find((stop) => stop.from === at)?.before ?? 0 }
    case 'ClockStarted': {
      const stop = stops.find((each) => each.to === at)
      return { reason: stop?.reason ?? 'applicant', fromAt: stop?.from ?? at, toAt: at, afterAt: stop?.after ?? 0, moved: stop !== undefined && stop.after !== stop.before ? 'yes' : 'no' }
    }
    case 'DeadlineMoved':
      return { fromAt: event.from, toAt: event.to, dayOn: event.day }
    case 'Escalated':
      return { unit: event.unit, deadlineAt: event.deadline }
    case 'DeemedApprovalWarned':
      return { left: event.left, deadlineAt: event.deadline }
    case 'DeemedApproved':
      return { basis: event.basis, deadlineAt: event.deadline }
    case 'LapsedWithoutApproval':
      return { deadlineAt: event.deadline, documents: documentNames(event.documents, service), correction: event.correction ? 'yes' : 'no' }
    default:
      return {}
  }
}

/** Keys of documents; the page has their names. */
function documentNames(keys: readonly string[], service: Service): string {
  return keys.filter((key) => service.documents.some((document) => document.key === key)).join(' ')
}
