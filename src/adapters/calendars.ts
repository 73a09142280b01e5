import { workingClock } from '../office/working-clock.ts'
import { compileCalendar, startOfDay, type CompiledCalendar, type WorkingCalendar } from '../process/index.ts'
import type { Calendars, UnitClock } from '../usecases/ports.ts'
import type { Connection } from './postgres/connection.ts'

export type OfficeHours = { readonly zone: string; readonly weekly: WorkingCalendar['weekly'] }

// A decreed day that another node saved is known here after at most this long.
const freshMs = 30_000

/** The units' calendars: the office's hours and the closed days in the database. All units share one, so far. */
export function openCalendars(db: Connection, hours: OfficeHours, now: () => number): Calendars {
  let known: { readonly clock: Promise<UnitClock>; readonly readAt: number } | null = null
  return {
    of: async () => {
      if (known === null || now() - known.readAt > freshMs) known = { clock: readClock(db, hours), readAt: now() }
      try {
        return await known.clock
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

async function readClock(db: Connection, hours: OfficeHours): Promise<UnitClock> {
  const { rows } = await db.query<{ date: string; name: { id: string } }>('select date, name from calendar_days')
  const calendar = compileCalendar({ ...hours, holidays: new Map(rows.map((row) => [row.date, row.name.id])) })
  return {
    ...workingClock(calendar),
    calendar,
    endOfDay: (instant) => endOfDay(calendar, instant),
    startOfDay: (date, daysAfter = 0) => startOfDay(hours.zone, date, daysAfter),
  }
}

function endOfDay(calendar: CompiledCalendar, instant: number): number {
  const day = calendar.dayOf(instant)
  return calendar.spansOf(day).at(-1)?.to ?? instant
}
