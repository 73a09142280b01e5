import type { ApplicationEvent, Recorded } from '../../src/office/application-events.ts'
import type { Moved, Said } from './watch-case.ts'

/** What the office put on record about the promise. */
export function readFacts(facts: readonly Recorded[]): { readonly moved: readonly Moved[]; readonly said: readonly Said[] } {
  const moved = facts.flatMap(({ at, event }) => (event.type === 'DeadlineMoved' ? [{ at, day: event.day, from: event.from, to: event.to }] : []))
  const said = facts.flatMap(({ at, event }): Said[] => {
    const key = keyOf(event)
    return key !== null && 'deadline' in event && event.deadline !== undefined ? [{ at, deadline: event.deadline, key }] : []
  })
  return { moved, said: inOrder(said) }
}

function keyOf(event: ApplicationEvent): string | null {
  switch (event.type) {
    case 'ReminderSent':
      return event.timer
    case 'Escalated':
    case 'DeemedApprovalWarned':
      return event.alarm
    case 'DeemedApproved':
      return 'lapse'
    case 'LapsedWithoutApproval':
      return 'lapse:incomplete'
    default:
      return null
  }
}

/** In the order of time; what is said at one instant by its key, since nobody can tell which was said first. */
export const inOrder = (said: readonly Said[]) => said.toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
