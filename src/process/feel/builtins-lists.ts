import type { FeelDuration } from 'feelin'
import { calculate } from './arithmetic.ts'
import { Builtin } from './builtin.ts'
import { invoke } from './invoke.ts'
import { add, divide, multiply } from './decimals.ts'
import { equal, order } from './equality.ts'
import { isList, kindOf } from './kinds.ts'
import { charge, type Budget } from './limits.ts'

type List = readonly unknown[]

/** All items, or null where one is no number. */
const numbersOf = (list: List): readonly number[] | null => (list.every((each) => kindOf(each) === 'number') ? (list as readonly number[]) : null)

const overNumbers = (run: (numbers: readonly number[]) => unknown): Builtin =>
  new Builtin([['...list:any', ([list]) => {
    const numbers = numbersOf(list as List)
    return numbers && run(numbers)
  }]])

/** The least or the most of values that have an order. */
function extreme(list: List, wanted: 1 | -1): unknown {
  if (list.length === 0 || order(list[0], list[0]) === null) return null
  let best = list[0]
  for (const each of list) {
    const found = order(each, best)
    if (found === null) return null
    if (found * wanted > 0) best = each
  }
  return best
}

/** Sums of numbers, and of durations of one kind. */
function sum(list: List, budget: Budget): unknown {
  if (list.length === 0) return null
  if (numbersOf(list)) return (list as readonly number[]).reduce(add)
  return list.every((each) => kindOf(each) === 'days') || list.every((each) => kindOf(each) === 'months') ? list.reduce((a, b) => calculate('+', a, b, budget)) : null
}

function mean(list: List, budget: Budget): unknown {
  const total = sum(list, budget)
  return typeof total === 'number' ? divide(total, list.length) : total ? calculate('/', total as FeelDuration, list.length, budget) : null
}

/** One value decides; else all must be boolean, or it is unknown. */
function junction(list: List, decisive: boolean): boolean | null {
  if (list.includes(decisive)) return decisive
  return list.every((each) => typeof each === 'boolean') ? !decisive : null
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return null
  return sorted.length % 2 === 1 ? sorted[middle]! : divide(add(sorted[middle - 1]!, sorted[middle]!), 2)
}

/** Of a sample: divided by one less than there are (10.3.4.4). */
function deviation(numbers: readonly number[]): number | null {
  if (numbers.length < 2) return null
  const average = numbers.reduce(add) / numbers.length
  return Math.sqrt(numbers.reduce((all, each) => all + (each - average) ** 2, 0) / (numbers.length - 1))
}

function mode(numbers: readonly number[]): readonly number[] {
  const counts = new Map<number, number>()
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return [...counts].filter(([, count]) => count === most).map(([each]) => each).sort((a, b) => a - b)
}

function sublist(list: List, start: number, length: number | undefined): List | null {
  if (!Number.isInteger(start) || start === 0 || Math.abs(start) > list.length) return null
  const from = start < 0 ? list.length + start : start - 1
  if (length === undefined) return list.slice(from)
  return length < 1 || from + length > list.length ? null : list.slice(from, from + Math.trunc(length))
}

/** A place counts from 1, or from the end with a minus. -1 where the list has no such place. */
function placeIn(list: List, position: number): number {
  const place = position < 0 ? list.length + position : position - 1
  return Number.isInteger(position) && position !== 0 && place >= 0 && place < list.length ? place : -1
}

function insertBefore(list: List, position: number, item: unknown): List | null {
  const place = placeIn(list, position)
  return place < 0 ? null : list.toSpliced(place, 0, item)
}

function remove(list: List, position: number): List | null {
  const place = placeIn(list, position)
  return place < 0 ? null : list.toSpliced(place, 1)
}

/** Each value once. What compares alone (texts, numbers) is looked up; the rest is compared with all before. */
function distinct(list: List, budget: Budget): List {
  const seen = new Set<unknown>()
  const complex: unknown[] = []
  return list.filter((each) => {
    charge(budget, 1 + complex.length * 4)
    const simple = each === null || typeof each !== 'object'
    if (simple ? seen.has(each) || complex.some((other) => equal(each, other) === true) : [...seen, ...complex].some((other) => equal(each, other) === true)) return false
    if (simple) seen.add(each)
    else {
      charge(budget, seen.size)
      complex.push(each)
    }
    return true
  })
}

function flatten(list: List, budget: Budget, depth = 0): List {
  charge(budget, list.length + depth)
  return list.flatMap((each) => (isList(each) ? flatten(each, budget, depth + 1) : [each]))
}

function replaceWhere(list: List, match: unknown, item: unknown, budget: Budget): List | null {
  const said = list.map((each) => invoke(match, [each, item], null, budget))
  return said.every((each) => typeof each === 'boolean') ? list.map((each, place) => (said[place] ? item : each)) : null
}

/** By a function that says which of two comes first. Merged, so that a function that contradicts itself still ends. */
function sort(list: List, precedes: unknown, budget: Budget): List | null {
  const said: unknown[] = []
  const sorted = list.toSorted((a, b) => {
    const first = invoke(precedes, [a, b], null, budget)
    said.push(first)
    if (first === true) return -1
    return invoke(precedes, [b, a], null, budget) === true ? 1 : 0
  })
  return said.every((each) => typeof each === 'boolean') ? sorted : null
}

/** Counts what a function reads and makes. */
const counted = (run: (args: readonly unknown[], budget: Budget) => unknown) => (args: readonly unknown[], budget: Budget): unknown => {
  for (const arg of args) if (isList(arg)) charge(budget, arg.length / 8)
  return run(args, budget)
}

const way = (signature: string, run: (args: readonly unknown[], budget: Budget) => unknown) => [signature, counted(run)] as const

export const listFunctions = Object.entries({
  'list contains': new Builtin([way('list:list, element:any', ([list, element]) => (list as List).some((each) => equal(each, element) === true))]),
  'list replace': new Builtin([
    way('list:list, position:number, newItem:any', ([list, position, item]) => {
      const place = placeIn(list as List, position as number)
      return place < 0 ? null : (list as List).with(place, item)
    }),
    way('list:list, match:function, newItem:any', ([list, match, item], budget) => replaceWhere(list as List, match, item, budget)),
  ]),
  count: new Builtin([way('list:list', ([list]) => (list as List).length)]),
  min: new Builtin([way('...list:any', ([list]) => extreme(list as List, -1))]),
  max: new Builtin([way('...list:any', ([list]) => extreme(list as List, 1))]),
  sum: new Builtin([way('...list:any', ([list], budget) => sum(list as List, budget))]),
  mean: new Builtin([way('...list:any', ([list], budget) => mean(list as List, budget))]),
  all: new Builtin([way('...list:any', ([list]) => junction(list as List, false))]),
  any: new Builtin([way('...list:any', ([list]) => junction(list as List, true))]),
  sublist: new Builtin([way('list:list, start position:number, length?:number', ([list, start, length]) => sublist(list as List, start as number, length as number | undefined))]),
  append: new Builtin([way('list:list, ...item:any', ([list, items]) => [...(list as List), ...(items as List)])]),
  concatenate: new Builtin([way('...list:list', ([lists], budget) => {
    charge(budget, (lists as readonly List[]).reduce((all, each) => all + each.length, 0))
    return (lists as readonly List[]).flat()
  })]),
  'insert before': new Builtin([way('list:list, position:number, newItem:any', ([list, position, item]) => insertBefore(list as List, position as number, item))]),
  remove: new Builtin([way('list:list, position:number', ([list, position]) => remove(list as List, position as number))]),
  reverse: new Builtin([way('list:list', ([list]) => (list as List).toReversed())]),
  'index of': new Builtin([way('list:list, match:any', ([list, match]) => (list as List).flatMap((each, place) => (equal(each, match) === true ? [place + 1] : [])))]),
  union: new Builtin([way('...list:list', ([lists], budget) => distinct((lists as readonly List[]).flat(), budget))]),
  'distinct values': new Builtin([way('list:list', ([list], budget) => distinct(list as List, budget))]),
  flatten: new Builtin([way('list:list', ([list], budget) => flatten(list as List, budget))]),
  product: overNumbers((numbers) => (numbers.length === 0 ? null : numbers.reduce(multiply))),
  median: overNumbers(median),
  stddev: overNumbers(deviation),
  mode: overNumbers(mode),
  sort: new Builtin([
    way('list:list, precedes:function', ([list, precedes], budget) => sort(list as List, precedes, budget)),
    way('list:list', ([list], budget) => sort(list as List, precedesPlainly, budget)),
  ]),
})

const precedesPlainly = new Builtin([['a:any, b:any', ([a, b]) => {
  const found = order(a, b)
  return found === null ? null : found < 0
}]])
