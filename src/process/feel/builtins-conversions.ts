import type { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin'
import { Builtin } from './builtin.ts'
import { equal } from './equality.ts'
import { kindOf } from './kinds.ts'
import { FeelRefusal, type Budget } from './limits.ts'
import { isZoned, combine, dateOf, makeDate, makeTime, midnight, monthsBetween, offsetOf, readDate, readDateTime, readDuration, readTime, secondsOf, timeOf } from './temporals.ts'
import { writeValue } from './write-value.ts'
import { isMoment } from './arithmetic.ts'

const numberText = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** `number("1 000,5", " ", ",")`: null for what is no number, or signs that FEEL does not know. */
function readNumber(text: string, grouping: string | null | undefined, point: string | null | undefined): number | null {
  if (![' ', ',', '.', null, undefined].includes(grouping) || !['.', ',', null, undefined].includes(point)) return null
  if (grouping && grouping === point) return null
  const ungrouped = grouping ? text.replaceAll(grouping, '') : text
  const plain = point === ',' ? (ungrouped.includes('.') ? '' : ungrouped.replace(',', '.')) : ungrouped
  return numberText.test(plain) ? Number(plain) : null
}

function offsetText(offset: FeelDuration): string | null | undefined {
  if (offset.yearsMonths) return undefined
  const seconds = secondsOf(offset)
  if (Math.abs(seconds) > 18 * 3600) return undefined
  if (seconds === 0) return 'UTC'
  const [hours, minutes, rest] = [3600, 60, 1].map((unit, place) => String(Math.trunc(Math.abs(seconds) / unit) % (place === 0 ? 100 : 60)).padStart(2, '0'))
  return `${seconds < 0 ? '-' : '+'}${hours}:${minutes}${rest === '00' ? '' : `:${rest}`}`
}

function timeAt(hour: number, minute: number, second: number, offset: FeelDuration | null | undefined): FeelTime | null {
  const zone = offset ? offsetText(offset) : null
  return zone === undefined ? null : makeTime(hour, minute, second, zone)
}

/** `is` asks more than `=`: of the same type, the same, and at the same offset (10.3.4.10). */
function isSame(a: unknown, b: unknown): boolean {
  if (kindOf(a) !== kindOf(b)) return false
  if (isMoment(a) && isMoment(b) && isZoned(a) && isZoned(b) && offsetOf(a as FeelTime) !== offsetOf(b as FeelTime)) return false
  return equal(a, b) === true
}

function moment(budget: Budget): FeelDateTime {
  const now = budget.now === undefined ? null : readDateTime(budget.now)
  if (!now) throw new FeelRefusal('NoClock', 'now() and today() ask for the time, which must be given.')
  return now
}

export const conversions = Object.entries({
  number: new Builtin([
    ['from:string', ([from]) => readNumber(from as string, null, null)],
    ['from:number', ([from]) => from],
    ['from:string, grouping separator:string|null, decimal separator:string|null', ([from, grouping, point]) => readNumber(from as string, grouping as string | null, point as string | null)],
  ]),
  string: new Builtin([['from:any', ([from], budget) => writeValue(from, budget)]]),
  date: new Builtin([
    ['from:string', ([from]) => readDate(from as string)],
    ['from:date', ([from]) => from],
    ['from:date and time', ([from]) => dateOf(from as FeelDateTime)],
    ['year:number, month:number, day:number', ([year, month, day]) => makeDate(year as number, month as number, day as number)],
  ]),
  time: new Builtin([
    ['from:string', ([from]) => readTime(from as string)],
    ['from:time', ([from]) => from],
    ['from:date', () => midnight()],
    ['from:date and time', ([from]) => timeOf(from as FeelDateTime)],
    ['hour:number, minute:number, second:number, offset?:days|null', ([hour, minute, second, offset]) => timeAt(hour as number, minute as number, second as number, offset as FeelDuration | null | undefined)],
  ]),
  'date and time': new Builtin([
    ['from:string', ([from]) => readDateTime(from as string)],
    ['from:date and time', ([from]) => from],
    ['date:date, time:time', ([date, time]) => combine(date as FeelDate, time as FeelTime)],
    ['date:date and time, time:time', ([date, time]) => combine(date as FeelDateTime, time as FeelTime)],
    ['date:date and time, timezone:string', ([date, zone]) => readDateTime(`${(date as FeelDateTime).value.toString()}@${zone as string}`)],
  ]),
  duration: new Builtin([
    ['from:string', ([from]) => readDuration(from as string)],
    ['from:days|months', ([from]) => from],
  ]),
  'years and months duration': new Builtin([
    ['from:date, to:date', ([from, to]) => monthsBetween(from as FeelDate, to as FeelDate)],
    ['from:date and time, to:date and time', ([from, to]) => monthsBetween(from as FeelDateTime, to as FeelDateTime)],
  ]),
  not: new Builtin([['negand:any', ([negand]) => (typeof negand === 'boolean' ? !negand : null)]]),
  is: new Builtin([['value1:any, value2:any', ([a, b]) => isSame(a, b)]]),
  now: new Builtin([['', (_, budget) => moment(budget)]]),
  today: new Builtin([['', (_, budget) => dateOf(moment(budget))]]),
})
