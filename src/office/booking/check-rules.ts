import { dayOfDate } from '../../process/index.ts'
import type { DutySpan, RulesProblem, SlotRules } from './slot-rules.ts'

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const bounds: { readonly [field in 'minutes' | 'perCounter' | 'leadMinutes' | 'lastBookingMinutes' | 'horizonDays']: readonly [least: number, most: number] } = {
  minutes: [5, 480],
  perCounter: [1, 100],
  leadMinutes: [0, 30 * 24 * 60],
  lastBookingMinutes: [0, 480],
  horizonDays: [1, 180],
}
const mostCounters = 100
const mostExceptions = 400

/** What is wrong with rules that somebody wrote; null when they can be used. */
export function checkRules(rules: SlotRules): RulesProblem | null {
  for (const field of Object.keys(bounds) as (keyof typeof bounds)[]) {
    const [least, most] = bounds[field]
    if (!Number.isInteger(rules[field]) || rules[field] < least || rules[field] > most) return { kind: 'BadRules', field }
  }
  for (const [weekday, spans] of Object.entries(rules.weekly))
    if (!/^[1-7]$/.test(weekday) || !areSpans(spans)) return { kind: 'BadRules', field: 'weekly', at: weekday }
  const exceptions = Object.entries(rules.exceptions)
  if (exceptions.length > mostExceptions) return { kind: 'BadRules', field: 'exceptions' }
  for (const [date, exception] of exceptions)
    if (!isDate(date) || (exception.kind === 'other' && !areSpans(exception.spans))) return { kind: 'BadRules', field: 'exceptions', at: date }
  return null
}

/** In order, apart, and of whole counters. */
function areSpans(spans: readonly DutySpan[]): boolean {
  const fits = spans.every((span) => time.test(span.from) && time.test(span.to) && span.from < span.to && Number.isInteger(span.counters) && span.counters >= 0 && span.counters <= mostCounters)
  return fits && spans.every((span, at) => at === 0 || (spans[at - 1]?.to ?? '') <= span.from)
}

/** Whether a text is a date that exists, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Number.isInteger(dayOfDate(text))
  } catch {
    // The form is right, but there is no such day.
    return false
  }
}
