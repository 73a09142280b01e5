import type { Application } from '../../office/application.ts'
import type { Context } from '../../office/decide.ts'
import { alarmsOf, dueAlarms, nextAlarmAt, type Alarm } from '../../office/promise/alarms.ts'
import { givenFor, ring } from '../../office/promise/ring.ts'
import type { Service } from '../../office/service.ts'
import type { Tx } from '../ports.ts'
import type { Reckoned } from '../../office/process-context.ts'

/** A promise with its alarms: what is due now, and when to look again. Instants in epoch milliseconds. */
export type Watched = { readonly deadline: number | null; readonly due: readonly Alarm[]; readonly nextAt: number | null }

/** Looks at a promise's alarms at an instant. Nothing is due for a case that was decided, or whose clock stands still. */
export function watch(application: Application, { service, clock, now }: Pick<Context, 'service' | 'clock' | 'now'>): Watched {
  if (application.outcome !== null) return { deadline: null, due: [], nextAt: null }
  const { deadline, calendar } = clock.reckon(application)
  const alarms = alarmsOf(service, deadline, calendar)
  return { deadline, due: dueAlarms(alarms, now, givenFor(application, deadline)), nextAt: nextAlarmAt(alarms, now) }
}

/** The first alarm of a promise from an instant on, for many cases at once: what was given before does not matter yet. */
export function firstAlarmAt(service: Service, { deadline, calendar }: Reckoned, now: number): number | null {
  const alarms = alarmsOf(service, deadline, calendar)
  return alarms.some((alarm) => alarm.at <= now) ? now : nextAlarmAt(alarms, now)
}

/**
 * Sets the one job of a case's alarms to the next of them, at once where something is due; where there is none, an older
 * job finds nothing to do.
 */
export async function scheduleAlarms(tx: Tx, application: Application, context: Pick<Context, 'service' | 'clock' | 'now'>, early = false): Promise<void> {
  const { deadline, due, nextAt } = watch(application, context)
  const hasWork = deadline !== null && (due.some(({ kind }) => kind === 'lapse') || ring(application, due, deadline, null).length > 0)
  const at = hasWork ? context.now : nextAt
  if (at !== null) await tx.scheduleAlarms(application.id, at, early)
}
