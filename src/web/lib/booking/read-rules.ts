import type { DayException, DutySpan, SlotRules } from '#office/booking/slot-rules.ts'
import { cleanWords } from '#usecases/words-of-staff.ts'

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
/** Parts of a day that are read: more than any day has. */
const mostSpans = 6
const mostExceptions = 400

/** The rules as a head wrote them into the form. Whether they can be used is for the rules' own check to say. */
export function readRules(form: FormData): SlotRules {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const number = (name: string) => (text(name) === '' ? Number.NaN : Number(text(name)))
  return {
    minutes: number('minutes'),
    perCounter: number('perCounter'),
    leadMinutes: number('leadMinutes'),
    lastBookingMinutes: number('lastBookingMinutes'),
    horizonDays: number('horizonDays'),
    weekly: Object.fromEntries(
      weekdays.map((weekday) => [weekday, Array.from({ length: mostSpans }, (_, at) => span(text, number, `w${weekday}-${at}`)).flatMap((each) => each ?? [])]),
    ),
    exceptions: Object.fromEntries(readExceptions(form, text, number)),
  }
}

/** How many rows for parts of a day a form shows: a morning and an afternoon, or more where there are more. */
export const spansShown = (rules: SlotRules): number => Math.min(mostSpans, Math.max(2, ...Object.values(rules.weekly).map((spans) => spans.length)))

type Read<T> = (name: string) => T

/** A row whose times were both left empty is no span. */
function span(text: Read<string>, number: Read<number>, name: string): DutySpan | null {
  const [from, to] = [text(`${name}-from`), text(`${name}-to`)]
  return from === '' && to === '' ? null : { from, to, counters: number(`${name}-counters`) }
}

function readExceptions(form: FormData, text: Read<string>, number: Read<number>): readonly (readonly [string, DayException])[] {
  const names = [...form.keys()].flatMap((key) => /^(x\d{1,3})-date$/.exec(key)?.[1] ?? []).slice(0, mostExceptions)
  return names.flatMap((name) => {
    const date = text(`${name}-date`)
    if (date === '' || form.has(`${name}-remove`)) return []
    const words = (language: string) => cleanWords(text(`${name}-${language}`)).slice(0, 100)
    const reason = { id: words('id') || words('en'), en: words('en') || words('id') }
    const other = span(text, number, name)
    return [[date, text(`${name}-kind`) === 'other' && other ? { kind: 'other', spans: [other], reason } : { kind: 'closed', reason }] as const]
  })
}

/** Rules as the hidden field of the preview carries them back; null when somebody wrote something else there. */
export function parseRules(json: string): SlotRules | null {
  try {
    const value: unknown = JSON.parse(json)
    return isRules(value) ? value : null
  } catch {
    return null
  }
}

/** The form of rules, so that their own check can look at them without breaking. */
function isRules(value: unknown): value is SlotRules {
  if (!isObject(value) || !isObject(value['weekly']) || !isObject(value['exceptions'])) return false
  const spans = (each: unknown) => Array.isArray(each) && each.every((span: unknown) => isObject(span) && typeof span['from'] === 'string' && typeof span['to'] === 'string' && typeof span['counters'] === 'number')
  const exception = (each: unknown) => isObject(each) && isObject(each['reason']) && typeof each['reason']['id'] === 'string' && typeof each['reason']['en'] === 'string' && (each['kind'] === 'closed' || (each['kind'] === 'other' && spans(each['spans'])))
  return Object.values(value['weekly']).every(spans) && Object.values(value['exceptions']).every(exception)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
