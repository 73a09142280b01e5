import { longestMs } from './duration.ts'
import { type CountedBy, type Due } from './due-at.ts'
import { isInstant } from './instant.ts'
import { refuseTime, type RefusedTime } from './time-refusal.ts'
import { findWorkingTime, workingTimeBetween } from './working-time.ts'

/** What is left of a timer, in milliseconds of the clock that it is counted by. */
export type Left = { readonly ok: true; readonly left: number } | RefusedTime

/**
 * How much time a timer still has at an instant, in milliseconds: of working time, or by the wall clock; 0 once it is due.
 * Refuses instants out of range, and a timer more than 100 years away.
 */
export function remainingTime(timer: { readonly at: number; readonly due: number } & CountedBy): Left {
  const { at, due } = timer
  for (const value of [at, due]) if (!isInstant(value)) return refuseTime({ kind: 'OutOfRange', value })
  if (due - at > longestMs) return refuseTime({ kind: 'TooFar' })
  if (at >= due) return { ok: true, left: 0 }
  return { ok: true, left: timer.basis === 'working' ? workingTimeBetween(timer.calendar, at, due) : due - at }
}

/**
 * Stops a timer: what is left of it is all that has to be kept until it starts again.
 * Refuses one that had fallen due by then: a promise that was missed stays missed.
 */
export function stopTimer(timer: { readonly at: number; readonly due: number } & CountedBy): Left {
  const remaining = remainingTime(timer)
  return remaining.ok && timer.at >= timer.due ? refuseTime({ kind: 'AlreadyDue', due: timer.due }) : remaining
}

/**
 * Starts a stopped timer: it falls due exactly `left` milliseconds later by its clock, epoch milliseconds. The calendar may
 * be another one by then, e.g. because a holiday was decreed or the case went to a unit in another time zone.
 */
export function startTimer(timer: { readonly at: number; readonly left: number } & CountedBy): Due {
  const { at, left } = timer
  if (!isInstant(at)) return refuseTime({ kind: 'OutOfRange', value: at })
  if (!(left >= 0)) return refuseTime({ kind: 'OutOfRange', value: left })
  const due = left > longestMs ? null : timer.basis === 'working' ? findWorkingTime(timer.calendar, at, left) : at + left
  return due === null || due - at > longestMs ? refuseTime({ kind: 'TooFar' }) : { ok: true, due }
}
