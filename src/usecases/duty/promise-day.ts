import { honestDay, type PossibleDay } from '../../office/day/honest-day.ts'
import type { Service } from '../../office/service.ts'
import type { Office, Tx, UnitClock } from '../ports.ts'
import { decisionsUntil, whoIsThere } from './who-is-there.ts'

/** What an application sent now would be promised. */
export type PromisedDay = {
  readonly days: number
  readonly deadline: number
  /** Local date of the deadline, `YYYY-MM-DD`. */
  readonly date: string
  /** The unit's time zone (IANA), in which both are told. */
  readonly zone: string
  /** The service's own limit holds. */
  readonly usual: boolean
  /** How many more like it today; null when the service does not count. */
  readonly room: number | null
}

/** How many working days beyond the service's own limit a promise looks for room. */
const reach = 20

/**
 * The honest promise for one more application of a service in a unit, sent now. A one-day service promises its days while the
 * people on duty can make that many decisions by then, after all that was promised before; then the next day that has room.
 * Other services promise their days. With `lock`, the answer holds until the transaction ends: nobody else promises meanwhile.
 */
export async function promiseDay(office: Office, tx: Tx, service: Service, unit: string, lock: boolean): Promise<PromisedDay> {
  const clock = await office.calendars.of(unit, tx)
  const now = office.now()
  if (!service.oneDayService) return told(service, clock, now, service.days, null)
  const officers = await whoIsThere(office, tx, unit, service.capacity)
  if (lock) await tx.lockPromises(unit)
  const loads = await tx.dayLoads(unit)
  const possible = Array.from({ length: reach + 1 }, (_, more): PossibleDay => {
    const days = service.days + more
    const until = endOf(clock, now, days)
    const can = (role: 'verifier' | 'head') => decisionsUntil(officers, role, service.capacity[role], clock, now, until)
    return { days, date: clock.date(until), canCheck: can('verifier'), canSign: can('head') }
  })
  const honest = honestDay(possible, loads)
  return told(service, clock, now, honest.days, honest.room)
}

function told(service: Service, clock: UnitClock, now: number, days: number, room: number | null): PromisedDay {
  const deadline = endOf(clock, now, days)
  return { days, deadline, date: clock.date(deadline), zone: clock.calendar.zone, usual: days === service.days, room }
}

/** When a promise of so many working days, made now, ends. */
function endOf(clock: UnitClock, now: number, days: number): number {
  return clock.deadline({ submittedAt: now, days, stops: [] }) ?? now
}
