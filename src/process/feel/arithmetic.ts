import { FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin'
import { add, divide, multiply, subtract } from './decimals.ts'
import { chargeText, type Budget } from './limits.ts'
import type { Temporal } from './kinds.ts'
import type { ArithmeticSign } from './syntax.ts'
import { firstMoment, isZoned, later, monthsOf, negated, ofMonths, ofSeconds, pointOf, secondsOf } from './temporals.ts'

/** What two values make by a sign (DMN 1.5, tables 57 to 60); null for all that the tables do not name. */
export function calculate(sign: ArithmeticSign, a: unknown, b: unknown, budget: Budget): unknown {
  if (typeof a === 'number' && typeof b === 'number') return ofNumbers(sign, a, b)
  if (typeof a === 'string' && typeof b === 'string') return sign === '+' ? chargeText(budget, a + b) : null
  if (a instanceof FeelDuration && b instanceof FeelDuration) return ofDurations(sign, a, b)
  if (a instanceof FeelDuration && typeof b === 'number') return sign === '*' ? scale(a, b) : sign === '/' ? share(a, b) : null
  if (typeof a === 'number' && b instanceof FeelDuration) return sign === '*' ? scale(b, a) : null
  if (isMoment(a) && b instanceof FeelDuration) return shift(sign, a, b)
  if (a instanceof FeelDuration && isMoment(b)) return sign === '+' ? shift('+', b, a) : null
  return isMoment(a) && isMoment(b) && sign === '-' ? between(a, b) : null
}

function ofNumbers(sign: ArithmeticSign, a: number, b: number): number | null {
  const result = numbers[sign](a, b)
  return result === null || Number.isFinite(result) ? result : null
}

const numbers: Readonly<Record<ArithmeticSign, (a: number, b: number) => number | null>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': (a, b) => a ** b,
}

export const isMoment = (value: unknown): value is Temporal => value instanceof FeelDate || value instanceof FeelDateTime || value instanceof FeelTime

function ofDurations(sign: ArithmeticSign, a: FeelDuration, b: FeelDuration): FeelDuration | number | null {
  if (a.yearsMonths !== b.yearsMonths) return null
  const [measure, make] = a.yearsMonths ? [monthsOf, ofMonths] : [secondsOf, ofSeconds]
  switch (sign) {
    case '+':
      return make(add(measure(a), measure(b)))
    case '-':
      return make(subtract(measure(a), measure(b)))
    case '/':
      return divide(measure(a), measure(b))
    default:
      return null
  }
}

const scale = (duration: FeelDuration, by: number): FeelDuration | null => (duration.yearsMonths ? ofMonths(monthsOf(duration) * by) : ofSeconds(multiply(secondsOf(duration), by)))

function share(duration: FeelDuration, by: number): FeelDuration | null {
  const part = divide(duration.yearsMonths ? monthsOf(duration) : secondsOf(duration), by)
  return part === null ? null : duration.yearsMonths ? ofMonths(part) : ofSeconds(part)
}

function shift(sign: ArithmeticSign, moment: Temporal, by: FeelDuration): Temporal | null {
  if ((sign !== '+' && sign !== '-') || (moment instanceof FeelTime && by.yearsMonths)) return null
  return later(moment, sign === '+' ? by : negated(by))
}

/** The time from one moment to another. A date is its first moment in UTC; with a zone and without can't be compared. */
function between(a: Temporal, b: Temporal): FeelDuration | null {
  if (a instanceof FeelTime !== b instanceof FeelTime) return null
  if (a instanceof FeelTime || b instanceof FeelTime) return isZoned(a) === isZoned(b) ? ofSeconds(subtract(pointOf(a), pointOf(b))) : null
  const [from, to] = [asDateTime(a), asDateTime(b)]
  return isZoned(from) === isZoned(to) ? ofSeconds(subtract(pointOf(from), pointOf(to))) : null
}

const asDateTime = (value: FeelDate | FeelDateTime): FeelDateTime => (value instanceof FeelDateTime ? value : firstMoment(value))
