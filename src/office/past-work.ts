import type { Completion } from '../process/index.ts'
import type { ApplicationEvent, Recorded, Role } from './application-events.ts'

/** How an office has worked of late: completions of tasks by element, and how long applicants took to correct. */
export type PastWork = { readonly tasks: ReadonlyMap<string, readonly Completion[]>; readonly corrections: readonly Completion[] }

type Open = { readonly element: string; readonly role: Role; readonly openedAt: number; readonly takenAt: number | null }
type Done = Open & { readonly doneAt: number; readonly person: string; readonly outcome: string }
type Reckoning = { workingTime(from: number, to: number): number }

/**
 * Reads from the streams of past cases how long work took. A task is in somebody's hands from when they took it, or from
 * when they finished what they did before; what it lay before that, beyond what the work ahead of it explains (mean
 * work of those ahead, by `people` of the role), it lay although somebody was free. Times in working ms.
 */
export function readPastWork(streams: readonly (readonly Recorded[])[], clock: Reckoning, people: (role: Role) => number): PastWork {
  const done = streams.flatMap(tasksOf).sort((a, b) => a.doneAt - b.doneAt)
  const lastOf = new Map<string, number>()
  const worked = done.map((task) => {
    const before = lastOf.get(task.person)
    lastOf.set(task.person, task.doneAt)
    const began = Math.max(task.takenAt ?? task.openedAt, before ?? task.openedAt)
    // Who took nothing and finished nothing before has not worked on it since it was opened: when they began is not known.
    const start = task.takenAt === null && began === task.openedAt ? task.doneAt : began
    return { ...task, start, ms: clock.workingTime(start, task.doneAt) }
  })
  const byRole = Map.groupBy(worked, ({ role }) => role)
  const tasks = new Map<string, Completion[]>()
  for (const [role, same] of byRole) {
    const mean = same.reduce((sum, { ms }) => sum + ms, 0) / same.length
    for (const task of same) {
      const ahead = same.filter((each) => each.openedAt < task.openedAt && each.doneAt > task.openedAt).length
      const lag = Math.max(0, Math.round(clock.workingTime(task.openedAt, task.start) - (ahead * mean) / Math.max(1, people(role))))
      const known = tasks.get(task.element) ?? []
      if (known.length === 0) tasks.set(task.element, known)
      known.push({ ms: task.ms, lag, variables: { outcome: task.outcome } })
    }
  }
  return { tasks, corrections: streams.flatMap(correctionsOf) }
}

function tasksOf(stream: readonly Recorded[]): readonly Done[] {
  const found: Done[] = []
  let open: Open | null = null
  for (const { event, at, by } of stream) {
    const outcome = outcomeOf(event)
    if (open && outcome !== null && by.kind === 'staff') found.push({ ...open, doneAt: at, person: by.person, outcome })
    open = outcome === null ? openAfter(open, event, at) : null
  }
  return found
}

function openAfter(open: Open | null, event: ApplicationEvent, at: number): Open | null {
  if (event.type === 'TaskOpened') return { element: event.task, role: event.role, openedAt: at, takenAt: null }
  if (event.type === 'TaskTaken') return open && { ...open, takenAt: at }
  return event.type === 'TaskReleased' ? open && { ...open, takenAt: null } : open
}

/** The outcome that the process was told; null for what completes no task. */
function outcomeOf({ type }: ApplicationEvent): string | null {
  switch (type) {
    case 'ApprovedForSigning':
      return 'approve'
    case 'CorrectionRequested':
      return 'send-back'
    case 'ApplicationRejected':
      return 'reject'
    case 'PermitSigned':
      return 'sign'
    case 'ReturnedToVerifier':
      return 'return'
    default:
      return null
  }
}

function correctionsOf(stream: readonly Recorded[]): readonly Completion[] {
  let asked: number | null = null
  const found: Completion[] = []
  for (const { event, at } of stream) {
    if (event.type === 'CorrectionRequested') asked = at
    else if (event.type === 'CorrectionSubmitted' && asked !== null) {
      found.push({ ms: at - asked, variables: {} })
      asked = null
    }
  }
  return found
}
