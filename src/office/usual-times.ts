import type { Completion } from '../process/index.ts'
import type { Role } from './application-events.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const workingDayMs = 8 * hourMs

/** Minutes in somebody's hands, and how long a task lies before, as shares of the time that was promised. */
const times: Readonly<Record<Role, { readonly minutes: readonly number[]; readonly lies: readonly number[] }>> = {
  verifier: { minutes: [5, 10, 15, 25, 40], lies: [0, 0.03, 0.1, 0.25] },
  head: { minutes: [1, 2, 3, 5, 10], lies: [0.02, 0.06, 0.15, 0.35] },
}

/** How twenty of them end; what is not named ends with the first. */
const outcomes: Readonly<Record<Role, { readonly usual: string; readonly rare: Readonly<Record<number, string>> }>> = {
  verifier: { usual: 'approve', rare: { 6: 'send-back', 13: 'send-back', 17: 'reject' } },
  head: { usual: 'sign', rare: { 9: 'return' } },
}

/**
 * How tasks of a role are done where an office has no history: twenty completions, mixed so that any first few of them
 * stand for all. A guess of the makers, and no more: what the office does itself takes its place. `days`: working days
 * promised.
 */
export function usualTimes(role: Role, days: number): readonly Completion[] {
  const { minutes, lies } = times[role]
  const all = minutes.flatMap((each) => lies.map((share) => ({ ms: each * minuteMs, lag: Math.round(share * Math.max(1, days) * workingDayMs) })))
  return all.map((_, index) => ({ ...all[(index * 7) % all.length]!, variables: { outcome: outcomes[role].rare[index] ?? outcomes[role].usual } }))
}

/** How long applicants take to correct where nothing is known of it: hours on the wall. */
export const usualCorrections: readonly Completion[] = [20, 4, 48, 26, 96, 8, 72, 30, 168, 24].map((hours) => ({ ms: hours * hourMs, variables: {} }))
