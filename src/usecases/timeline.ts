import type { Recorded } from '../office/application-events.ts'
import type { TimelineEntry } from './views.ts'

const inside = new Set(['ProcessMoved', 'TaskReleased', 'NoteAdded', 'DocumentJudged', 'AnswerJudged'])

/** What the applicant reads: every step, who did it by role, never an officer's inner work. */
export function publicTimeline(stream: readonly Recorded[]): readonly TimelineEntry[] {
  return stream.filter((recorded) => !inside.has(recorded.event.type)).map(entry)
}

/** What the staff reads: everything but the engine's own moves. */
export function staffTimeline(stream: readonly Recorded[]): readonly (TimelineEntry & { readonly person: string | null; readonly people: readonly (readonly ['from' | 'to', string])[] })[] {
  return stream
    .filter((recorded) => recorded.event.type !== 'ProcessMoved')
    .map((recorded) => ({ ...entry(recorded), people: handedBetween(recorded), person: recorded.by.kind === 'staff' ? recorded.by.person : null }))
}

/** Between whom a task went: for the staff only. */
function handedBetween({ event }: Recorded): readonly (readonly ['from' | 'to', string])[] {
  if (event.type !== 'TaskHandedOver') return []
  return [...(event.from ? [['from', event.from] as const] : []), ...(event.to ? [['to', event.to] as const] : [])]
}

function entry({ event, at, by }: Recorded): TimelineEntry {
  return { type: event.type, at, by: by.kind === 'staff' ? by.role : by.kind, values: valuesOf(event) }
}

function valuesOf(event: Recorded['event']): Readonly<Record<string, string | number>> {
  switch (event.type) {
    case 'ApplicationSubmitted':
      return { number: event.number, days: event.days }
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
    default:
      return {}
  }
}
