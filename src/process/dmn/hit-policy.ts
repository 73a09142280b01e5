import { ModelError } from '../model-error.ts'
import { builtins } from '../feel/builtins.ts'
import { define } from '../feel/define.ts'
import { equal } from '../feel/equality.ts'
import { newBudget } from '../feel/limits.ts'
import type { Run, Test } from '../feel/compile-expression.ts'
import { Refused } from './refusal.ts'

/** One column of answers: its name, its default, and what may stand in it, the first before the others. */
export type Output = { readonly name: string | null; readonly otherwise: Run | null; readonly ranks: readonly unknown[]; readonly allows: Test | null }
export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
export type Hit = { readonly rule: string; readonly values: readonly unknown[] }
/** What a table says, and the rules that it says it by. */
export type Chosen = { readonly value: unknown; readonly rules: readonly string[] }
type Choose = (hits: readonly Hit[], otherwise: () => readonly unknown[] | null) => Chosen
type Aggregate = (values: readonly unknown[]) => unknown

/** Sums, least and most are those of FEEL: null for nothing, and for what can't be added or put in order. */
const byFeel = (name: string): Aggregate => (values) => builtins.get(name)!.run([values], null, newBudget())

const aggregations: Readonly<Record<string, Aggregate>> = { SUM: byFeel('sum'), COUNT: (values) => values.length, MIN: byFeel('min'), MAX: byFeel('max') }

/** What a table says when several rules fit, or none (DMN 1.5, clause 8.2.8). */
export function chooseHits(decision: string, policy: HitPolicy, aggregation: string | undefined, outputs: readonly Output[]): Choose {
  const aggregate = aggregation ? aggregations[aggregation] : undefined
  if (aggregation && (!aggregate || outputs.length > 1))
    throw new ModelError([{ element: decision, reason: `The aggregation ${aggregation} can not be run on this table.` }])
  if (aggregation && policy !== 'COLLECT')
    throw new ModelError([{ element: decision, reason: `Only COLLECT aggregates, this table's hit policy is ${policy}.` }])
  const ranked = policy === 'PRIORITY' || policy === 'OUTPUT ORDER'
  if (ranked && !outputs.some((output) => output.ranks.length > 0))
    throw new ModelError([{ element: decision, reason: `The hit policy ${policy} needs output values to order by.` }])
  const one = (hit: Hit): Chosen => ({ value: valueOf(hit.values, outputs), rules: [hit.rule] })
  const all = (hits: readonly Hit[]): Chosen => ({ value: hits.map((hit) => valueOf(hit.values, outputs)), rules: hits.map((hit) => hit.rule) })
  const disagree = (hits: readonly Hit[]): never => {
    throw new Refused({ kind: 'RulesDisagree', decision, detail: hits.map((hit) => hit.rule).join(', ') })
  }
  return (hits, otherwise) => {
    if (hits.length === 0) return nothing(otherwise(), outputs, policy, aggregate)
    switch (policy) {
      case 'UNIQUE':
        return hits.length === 1 ? one(hits[0]!) : disagree(hits)
      case 'ANY':
        return hits.every((hit) => equal(hit.values, hits[0]!.values) === true) ? one(hits[0]!) : disagree(hits)
      case 'FIRST':
        return one(hits[0]!)
      case 'PRIORITY':
        return one(byRank(hits, outputs)[0]!)
      case 'OUTPUT ORDER':
        return all(byRank(hits, outputs))
      case 'RULE ORDER':
        return all(hits)
      case 'COLLECT':
        return aggregate ? { value: aggregate(hits.map((hit) => hit.values[0])), rules: hits.map((hit) => hit.rule) } : all(hits)
    }
  }
}

function nothing(otherwise: readonly unknown[] | null, outputs: readonly Output[], policy: HitPolicy, aggregate: Aggregate | undefined): Chosen {
  const several = policy === 'COLLECT' || policy === 'RULE ORDER' || policy === 'OUTPUT ORDER'
  if (otherwise) return { value: valueOf(otherwise, outputs), rules: [] }
  return { value: aggregate ? aggregate([]) : several ? [] : null, rules: [] }
}

function valueOf(values: readonly unknown[], outputs: readonly Output[]): unknown {
  if (outputs.length === 1) return values[0]
  const context: Record<string, unknown> = {}
  for (let index = 0; index < outputs.length; index++) define(context, outputs[index]!.name ?? '', values[index])
  return context
}

function byRank(hits: readonly Hit[], outputs: readonly Output[]): readonly Hit[] {
  const rank = (hit: Hit, index: number) => {
    const place = outputs[index]!.ranks.findIndex((ranked) => equal(ranked, hit.values[index]) === true)
    return place < 0 ? Number.MAX_SAFE_INTEGER : place
  }
  return [...hits].sort((a, b) => outputs.map((_, index) => rank(a, index) - rank(b, index)).find((difference) => difference !== 0) ?? 0)
}
