import { addWorkingTime, parseDuration, subtractWorkingTime, type CompiledCalendar } from '../../process/index.ts'
import type { Role } from '../application-events.ts'
import type { Text } from '../service.ts'

/** Who is told: the role in the case's unit, or the heads of the unit above it. */
export type Told = Role | 'above'

/** One step of a service's escalation, as its `service.yaml` says it. ISO 8601: working days (`P1D`), or working hours (`PT4H`). */
export type EscalationStep = { readonly to: Told } & ({ readonly before: string } | { readonly after: string })

/** Deemed approval (fiktif positif) of a service. Off unless the service's legal basis says so. */
export type DeemedApproval = {
  readonly on: boolean
  /** The article that it rests on. */
  readonly basis: string
  /** The law's words, as they stand on the permit. */
  readonly words: Text
}

/** What a service says about the end of its promise. */
export type PromiseRules = {
  readonly escalation: readonly EscalationStep[]
  readonly deemedApproval: DeemedApproval | null
}

/** An instant at which somebody has to be told, or the promise lapses. `at`: epoch milliseconds. */
export type Alarm = {
  /** Says the same alarm of the same service everywhere, e.g. `head:PT2H`, `deemed:P1D`, `above:+PT0S`, `lapse`. */
  readonly key: string
  readonly at: number
} & (
  | { readonly kind: 'remind'; readonly to: Role }
  | { readonly kind: 'escalate'; readonly to: 'above' }
  /** The head is told that the law will approve. `left`: how long before, ISO 8601. */
  | { readonly kind: 'warn'; readonly to: 'head'; readonly left: string }
  | { readonly kind: 'lapse' }
)

/** When the head is told that silence will be an approval: two days, one day and four hours before. */
export const deemedWarnings = ['P2D', 'P1D', 'PT4H'] as const

/**
 * The alarms of a promise, in the order of their instants; none while the clock stands still (`deadline` null).
 *
 * All lengths are working time, as the law counts (UU 30/2014 art. 53). `P2D` before a deadline is the opening of the second
 * working day before the deadline's day, so that two whole days are left; `PT4H` is so many working hours before.
 * After a deadline, `P1D` is the close of the next working day and `PT4H` so many working hours later.
 * The lapse is at the deadline itself, and comes before what else is due at that instant.
 * Throws a RangeError for a length that is no working time (`readLength`).
 */
export function alarmsOf(rules: PromiseRules, deadline: number | null, calendar: CompiledCalendar): readonly Alarm[] {
  if (deadline === null) return []
  const steps = rules.escalation.map((step): Alarm => {
    const [mark, length] = 'before' in step ? ['', step.before] : ['+', step.after]
    const at = 'before' in step ? before(calendar, deadline, length) : after(calendar, deadline, length)
    const key = `${step.to}:${mark}${length}`
    return step.to === 'above' ? { key, at, kind: 'escalate', to: 'above' } : { key, at, kind: 'remind', to: step.to }
  })
  const deemed = rules.deemedApproval?.on
    ? [
        ...deemedWarnings.map((left): Alarm => ({ key: `deemed:${left}`, at: before(calendar, deadline, left), kind: 'warn', to: 'head', left })),
        { key: 'lapse', at: deadline, kind: 'lapse' } as const,
      ]
    : []
  return [...deemed, ...steps].sort((a, b) => a.at - b.at || Number(b.kind === 'lapse') - Number(a.kind === 'lapse') || (a.key < b.key ? -1 : 1))
}

/**
 * Which of a promise's alarms are to be given now, in order. `given`: the keys on the record for this very deadline.
 *
 * Each line of alarms (reminders to one role, escalations, warnings) says only its last one that is due: where a promise is made
 * late (a file comes back with an hour left), or nobody ran the alarms for a day, each person hears once how it stands
 * and not everything that would have been said before. What was passed over is never said later.
 */
export function dueAlarms(alarms: readonly Alarm[], now: number, given: ReadonlySet<string>): readonly Alarm[] {
  const last = new Map<string, Alarm>()
  for (const alarm of alarms) if (alarm.at <= now) last.set(lineOf(alarm), alarm)
  return [...last.values()].filter((alarm) => !given.has(alarm.key)).sort((a, b) => alarms.indexOf(a) - alarms.indexOf(b))
}

/** The next instant after now at which there is an alarm; null when there is none. */
export function nextAlarmAt(alarms: readonly Alarm[], now: number): number | null {
  return alarms.find((alarm) => alarm.at > now)?.at ?? null
}

/** Throws a RangeError where a length is not whole days or hours and minutes of working time. */
export function checkRules(rules: PromiseRules): void {
  for (const step of rules.escalation) readLength('before' in step ? step.before : step.after)
}

const lineOf = (alarm: Alarm): string => (alarm.kind === 'lapse' ? 'lapse' : `${alarm.kind}:${alarm.to}`)

function before(calendar: CompiledCalendar, deadline: number, length: string): number {
  const { days, ms } = readLength(length)
  return days > 0 ? workingDayFrom(calendar, deadline, -days).from : subtractWorkingTime(calendar, deadline, ms)
}

function after(calendar: CompiledCalendar, deadline: number, length: string): number {
  const { days, ms } = readLength(length)
  return days > 0 ? workingDayFrom(calendar, deadline, days).to : addWorkingTime(calendar, deadline, ms)
}

// As far as the calendar itself looks for working time.
const reachDays = 36_525

/** Opening and close of the working day so many working days after the local day of an instant; before it, for a number below zero. */
function workingDayFrom(calendar: CompiledCalendar, instant: number, days: number): { readonly from: number; readonly to: number } {
  const [first, step] = [calendar.dayOf(instant), Math.sign(days)]
  let left = Math.abs(days)
  for (let ahead = 1; ahead <= reachDays; ahead += 1) {
    const spans = calendar.spansOf(first + ahead * step)
    const [opening, closing] = [spans[0], spans.at(-1)]
    if (opening && closing && --left === 0) return { from: opening.from, to: closing.to }
  }
  throw new RangeError(`The office does not work for ${days} days from ${instant}.`)
}

function readLength(text: string): { readonly days: number; readonly ms: number } {
  const duration = parseDuration(text)
  if (!duration || duration.months + duration.weeks > 0 || (duration.days > 0 && duration.ms > 0))
    throw new RangeError(`${text} is not a length of working time: give days (P1D), or hours and minutes (PT4H).`)
  return { days: duration.days, ms: duration.ms }
}
