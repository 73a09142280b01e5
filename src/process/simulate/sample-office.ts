import type { Process } from '../bpmn/model.ts'
import { begin } from '../run/advance.ts'
import type { ProcessState } from '../run/state.ts'
import { usualHours } from '../time/sample-calendars.ts'
import { compileCalendar } from '../time/working-calendar.ts'
import type { Completion, Habits, Kind, LinedCase, Scene } from './scene.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const monday = Date.parse('2026-03-02T07:30:00+07:00')

const facts = { cities: ['3171'], remindOfficerAt: '2126-01-05T09:00:00+07:00', remindHeadAt: '2126-01-06T09:00:00+07:00' }

export function calendarWith(holidays: readonly string[] = []) {
  return compileCalendar({ zone: 'Asia/Jakarta', weekly: usualHours, holidays: new Map(holidays.map((date) => [date, 'off'])) })
}

const done = (minutes: number, outcome?: string): Completion => ({ ms: minutes * minuteMs, variables: outcome === undefined ? {} : { outcome } })

/** Of five checks one is sent back; the applicant then takes a day. */
export const usualHabits: Habits = new Map([
  ['check', [done(10, 'approve'), done(20, 'approve'), done(30, 'approve'), done(60, 'approve'), done(15, 'send-back')]],
  ['sign', [done(2, 'sign'), done(5, 'sign'), done(9, 'sign')]],
  ['correction', [done(24 * 60), done(48 * 60)]],
])

export function submittedState(process: Process): ProcessState {
  const step = begin(process, facts)
  if (!step.ok) throw new Error(JSON.stringify(step.refusal))
  return step.state
}

export function sampleScene(process: Process, cases: number, options: { readonly people?: number; readonly heads?: number; readonly now?: number; readonly holidays?: readonly string[]; readonly habits?: Habits; readonly state?: ProcessState } = {}): Scene {
  const { people = 2, heads = 1, now = monday, holidays = [], habits = usualHabits } = options
  const calendar = calendarWith(holidays)
  const state = options.state ?? submittedState(process)
  const kind: Kind = { process, facts, habits, due: ({ due }, from) => (due.startsWith('PT') ? from + Number(/\d+/.exec(due)?.[0]) * hourMs : null) }
  return {
    now,
    kinds: new Map([['research', kind]]),
    line: Array.from({ length: cases }, (): LinedCase => ({ kind: 'research', state, inHand: null, waited: 0 })),
    teams: new Map([['verifier', { people, calendar }], ['head', { people: heads, calendar }]]),
  }
}
