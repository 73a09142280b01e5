import { newScope } from '../feel/compile-feel.ts'
import type { Test } from '../feel/compile-expression.ts'

export type Indexed = { readonly tests: readonly { readonly place: number; readonly test: Test; readonly text: string }[] }

/** The rules that a table needs to look at, given the values of its inputs; in their order. */
export type Candidates<R> = (given: readonly unknown[]) => readonly R[]

const texts = /^\s*(not\s*\(\s*)?"[^"\\]*"(\s*,\s*"[^"\\]*")*\s*\)?\s*$/
const fewest = 8

/**
 * Sorts the rules of a long table by the column that names most texts: for a text, only the rules that name it, or whose
 * cell there says something else, are looked at. Every other value is asked of every rule.
 */
export function indexRules<R extends Indexed>(rules: readonly R[], width: number): Candidates<R> {
  const all: Candidates<R> = () => rules
  const counts = Array.from({ length: width }, (_, place) => rules.filter((rule) => textTest(rule, place)).length)
  const most = Math.max(0, ...counts)
  if (most < fewest) return all
  const column = counts.indexOf(most)
  const scope = newScope({})
  const passing = (text: string) => rules.filter((rule) => (textTest(rule, column)?.test(text, scope) ?? true) === true)
  const named = new Set(rules.flatMap((rule) => [...(textTest(rule, column)?.text.matchAll(/"([^"\\]*)"/g) ?? [])].map((found) => found[1]!)))
  const known = new Map([...named].map((text) => [text, passing(text)]))
  const others = rules.filter((rule) => !textTest(rule, column) || /^\s*not/.test(textTest(rule, column)!.text))
  return (given) => {
    const value = given[column]
    return typeof value === 'string' ? (known.get(value) ?? others) : rules
  }
}

const textTest = (rule: Indexed, place: number) => rule.tests.find((each) => each.place === place && texts.test(each.text))
