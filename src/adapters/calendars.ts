import { workingClock } from '../office/working-clock.ts'
import type { WorkingCalendar } from '../process/index.ts'
import type { Calendars, UnitClock } from '../usecases/ports.ts'
import type { CalendarData, PromiseTx } from '../usecases/promises/promise-ports.ts'
import type { Connection } from './postgres/connection.ts'
import { promiseRows } from './postgres/promise-rows.ts'

export type OfficeHours = { readonly zone: string; readonly weekly: WorkingCalendar['weekly'] }

// Outside a transaction, a decreed day that another node saved is known here after at most this long.
const freshMs = 30_000

type Known = { readonly revision: string; readonly data: Promise<CalendarData>; readonly clocks: Map<string, Promise<UnitClock>>; readonly readAt: number }

/**
 * The units' calendars: the hours of the office or of the unit itself, in the unit's zone, and every day off that was ever
 * decreed. A transaction always sees the calendar as it stands in the database, whichever node changed it: what it saves
 * is reckoned by that.
 */
export function openCalendars(db: Connection, hours: OfficeHours, now: () => number): Calendars {
  let known: Known | null = null
  const fresh = async (tx: PromiseTx | null): Promise<Known> => {
    const source = tx ?? promiseRows(db)
    if (tx === null && known !== null && now() - known.readAt <= freshMs) return known
    const revision = await source.calendarRevision()
    if (known?.revision !== revision) known = { revision, data: source.calendarData(), clocks: new Map(), readAt: now() }
    else if (tx === null) known = { ...known, readAt: now() }
    return known
  }
  return {
    of: async (unit, tx) => {
      const { data, clocks } = await fresh(tx ?? null)
      const clock = clocks.get(unit) ?? data.then((found) => unitClock(found, unit, hours))
      clocks.set(unit, clock)
      try {
        return await clock
      } catch (error) {
        known = null
        throw error
      }
    },
    refresh: () => {
      known = null
    },
  }
}

function unitClock({ units, daysOff }: CalendarData, unit: string, hours: OfficeHours): UnitClock {
  const own = units.get(unit)
  return workingClock({
    zone: own?.zone ?? hours.zone,
    weekly: own?.weekly ?? hours.weekly,
    daysOff: daysOff.filter((day) => day.unit === null || day.unit === unit),
  })
}
