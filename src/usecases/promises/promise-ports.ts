import type { Application } from '../../office/application.ts'
import type { DayOff } from '../../office/promise/days-off.ts'
import type { UnitCalendar } from '../../office/promise/promise-calendar.ts'
import type { Text } from '../../office/service.ts'
import type { ApplicationEvent } from '../../office/application-events.ts'
import type { CaseRow } from '../ports.ts'

/** What the use cases of promised days read and write in a transaction. */
export type PromiseTx = {
  /** Another text whenever the calendars changed. */
  calendarRevision(): Promise<string>
  /** Until commit no other change of the calendar (`change` false: while a promise is made), or nothing else that needs it. */
  holdCalendar(change: boolean): Promise<void>
  /** The calendars that units have of their own, by code, and the days off of all. */
  calendarData(): Promise<CalendarData>
  /** Days off in force in these days, everywhere and in single units. `YYYY-MM-DD`. */
  daysOffBetween(from: string, to: string): Promise<readonly CalendarDayRow[]>
  /** Every decree and revocation of joint leave, the newest first. */
  decrees(limit: number): Promise<readonly DecreeRow[]>
  decreeDay(day: { readonly date: string; readonly name: Text; readonly unit: string | null; readonly at: number; readonly by: string }): Promise<boolean>
  /** False when there was nothing to revoke. */
  revokeDay(day: { readonly date: string; readonly unit: string | null; readonly at: number; readonly by: string }): Promise<boolean>
  /** Open promises in the order of their ids, with what they are made of; only those that end at or after an instant. */
  openPromises(asked: { readonly after: string | null; readonly endingFrom: number; readonly limit: number }): Promise<readonly OpenPromise[]>
  /** Moves the deadlines of many cases at once: facts, rows, mails and alarms. Throws as `append` does when one of them moved on. */
  moveDeadlines(moved: readonly MovedPromise[], at: number): Promise<void>
  /** How many cases each day moved since it was decreed, by date. */
  movedBy(dates: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The cases that a day moved: the newest first. */
  casesMovedBy(date: string, units: readonly string[], limit: number): Promise<readonly { readonly id: string; readonly from: number; readonly to: number }[]>
  /** The one job of a case's alarms, run at an instant; `early`: it came before its time, so it waits a little. */
  scheduleAlarms(id: string, at: number, early: boolean): Promise<void>
  /** Holds a case until commit, and gives its version; null when there is none. */
  holdCase(id: string): Promise<number | null>
  /** The code of the unit above; null when there is none. */
  unitAbove(unit: string): Promise<string | null>
  /** Open cases of the units below of which this one was told, the oldest deadline first. */
  escalatedTo(unit: string, limit: number): Promise<readonly CaseRow[]>
}

export type CalendarData = {
  readonly units: ReadonlyMap<string, UnitHours>
  readonly daysOff: readonly (DayOff & { readonly unit: string | null })[]
}

/** `weekly` null: the office's hours. */
export type UnitHours = { readonly zone: string; readonly weekly: UnitCalendar['weekly'] | null }

export type CalendarDayRow = { readonly date: string; readonly name: Text; readonly kind: 'national' | 'joint-leave'; readonly unit: string | null }
export type DecreeRow = CalendarDayRow & { readonly addedAt: number; readonly revokedAt: number | null }

/** `days` and `stops` are null for cases from before they were kept beside the case: their facts say them. */
export type OpenPromise = {
  readonly id: string
  readonly version: number
  readonly unit: string
  readonly service: string
  readonly serviceVersion: string
  readonly submittedAt: number
  readonly deadline: number
  readonly days: number | null
  readonly stops: Application['stops'] | null
}

export type MovedPromise = {
  readonly id: string
  readonly version: number
  readonly deadline: number
  readonly facts: readonly Extract<ApplicationEvent, { type: 'DeadlineMoved' }>[]
  /** When the next alarm is; null without one. */
  readonly alarmAt: number | null
}

/** What a message about a promise says. The first three go to the applicant. */
export type PromiseMessage = 'moved' | 'stopped' | 'started' | 'escalated' | 'warned' | 'deemed' | 'lapsed'

/** Their work for later. Jobs carry references, never personal data. */
export type PromiseJob =
  /** The alarms of a case that are due. */
  | { readonly task: 'promise'; readonly application: string }
  | { readonly task: 'promise-mail'; readonly message: PromiseMessage; readonly application: string }
