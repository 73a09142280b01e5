import type { Completion, Habits, Process } from '../process/index.ts'
import type { Role } from './application-events.ts'
import type { PastWork } from './past-work.ts'
import { usualCorrections, usualTimes } from './usual-times.ts'

/** From so many past completions on, an office's own times stand alone. */
export const enoughPast = 20
/** More than the newest of so many say nothing new. */
const mostPast = 300

/**
 * How each element of a process is done: as the office did of late, and, as long as that is little, as the table of usual
 * times says beside it. `days`: working days promised.
 */
export function habitsOf(process: Process, past: PastWork, days: number): Habits {
  const habits = new Map<string, readonly Completion[]>()
  for (const { id, does } of process.nodes.values()) {
    if (does.kind === 'user') habits.set(id, mixed(past.tasks.get(id) ?? [], usualTimes(roleOf(does.role), days)))
    else if (does.kind === 'catch' && does.on === 'message') habits.set(id, mixed(past.corrections, usualCorrections))
  }
  return habits
}

/** Any role that is not the head's is reckoned as a verifier's. */
export const roleOf = (role: string | null): Role => (role === 'head' ? 'head' : 'verifier')

function mixed(own: readonly Completion[], usual: readonly Completion[]): readonly Completion[] {
  const missing = Math.max(0, enoughPast - own.length)
  return [...own.slice(-mostPast), ...Array.from({ length: missing }, (_, index) => usual[index % usual.length]!)]
}
