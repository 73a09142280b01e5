import type { FeelDuration } from 'feelin'
import { Builtin } from './builtin.ts'
import { divide, multiply, round, subtract, type Rounding } from './decimals.ts'
import { monthsOf, negated, secondsOf } from './temporals.ts'

/** Digits behind the point, between what FEEL's decimals may have (10.3.4.5). */
function rounding(how: Rounding, scale: 'required' | 'optional' = 'required'): Builtin {
  const run = ([n, digits = 0]: readonly unknown[]) => {
    const whole = Math.trunc(digits as number)
    return whole < -6111 || whole > 6176 ? null : finite(round(n as number, whole, how))
  }
  return new Builtin([[`n:number, scale${scale === 'optional' ? '?' : ''}:number`, run]])
}

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null)
const ofNumber = (name: string, run: (n: number) => number | boolean | null): Builtin => new Builtin([[`${name}:number`, ([n]) => {
  const said = run(n as number)
  return typeof said === 'number' ? finite(said) : said
}]])

/** The rest of a division whose quotient is rounded down: it has the divisor's sign. */
function modulo(dividend: number, divisor: number): number | null {
  const quotient = divide(dividend, divisor)
  return quotient === null ? null : finite(subtract(dividend, multiply(divisor, Math.floor(quotient))))
}

function absolute(duration: FeelDuration): FeelDuration {
  return (duration.yearsMonths ? monthsOf(duration) : secondsOf(duration)) < 0 ? negated(duration) : duration
}

export const numberFunctions = Object.entries({
  decimal: rounding('half even'),
  floor: rounding('floor', 'optional'),
  ceiling: rounding('ceiling', 'optional'),
  'round up': rounding('up'),
  'round down': rounding('down'),
  'round half up': rounding('half up'),
  'round half down': rounding('half down'),
  abs: new Builtin([
    ['n:number', ([n]) => Math.abs(n as number)],
    ['n:days|months', ([n]) => absolute(n as FeelDuration)],
  ]),
  modulo: new Builtin([['dividend:number, divisor:number', ([a, b]) => modulo(a as number, b as number)]]),
  sqrt: ofNumber('number', (n) => (n < 0 ? null : Math.sqrt(n))),
  log: ofNumber('number', (n) => (n <= 0 ? null : Math.log(n))),
  exp: ofNumber('number', Math.exp),
  odd: ofNumber('number', (n) => Math.abs(n % 2) === 1),
  even: ofNumber('number', (n) => n % 2 === 0),
})
