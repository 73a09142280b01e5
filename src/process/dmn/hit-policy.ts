import { ModelError } from '../model-error.ts'
import type { Decided } from './decide.ts'
import type { Output } from './decision-table.ts'

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER'
type Hit = { readonly rule: string; readonly values: readonly unknown[] }
type Choose = (hits: readonly Hit[], otherwise: () => readonly unknown[] | null) => Decided

type Aggregate = (values: readonly unknown[]) => number | null

const aggregations: Readonly<Record<string, Aggregate>> = {
  SUM: ofNumbers((numbers) => numbers.reduce((sum, each) => sum + each, 0)),
  COUNT: (values) => values.length,
  MIN: ofNumbers((numbers) => Math.min(...numbers)),
  MAX: ofNumbers((numbers) => Math.max(...numbers)),
}

/** Nothing, and what is no number, has neither a sum nor a least nor a most. */
function ofNumbers(aggregate: (numbers: readonly number[]) => number): Aggregate {
  return (values) => (values.length > 0 && values.every((value) => typeof value === 'number') ? aggregate(values) : null)
}

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
  const one = (hit: Hit): Decided => ({ ok: true, value: valueOf(hit.values, outputs), rules: [hit.rule] })
  const all = (hits: readonly Hit[]): Decided => ({ ok: true, value: hits.map((hit) => valueOf(hit.values, outputs)), rules: hits.map((hit) => hit.rule) })
  const disagree = (hits: readonly Hit[]): Decided => ({ ok: false, refusal: { kind: 'RulesDisagree', decision, detail: hits.map((hit) => hit.rule).join(', ') } })
  return (hits, otherwise) => {
    if (hits.length === 0) return nothing(otherwise(), outputs, policy, aggregate)
    switch (policy) {
      case 'UNIQUE':
        return hits.length === 1 ? one(hits[0]!) : disagree(hits)
      case 'ANY':
        return hits.every((hit) => JSON.stringify(hit.values) === JSON.stringify(hits[0]!.values)) ? one(hits[0]!) : disagree(hits)
      case 'FIRST':
        return one(hits[0]!)
      case 'PRIORITY':
        return one(byRank(hits, outputs)[0]!)
      case 'OUTPUT ORDER':
        return all(byRank(hits, outputs))
      case 'RULE ORDER':
        return all(hits)
      case 'COLLECT':
        return aggregate ? { ok: true, value: aggregate(hits.map((hit) => hit.values[0])), rules: hits.map((hit) => hit.rule) } : all(hits)
    }
  }
}

function nothing(otherwise: readonly unknown[] | null, outputs: readonly Output[], policy: HitPolicy, aggregate: Aggregate | undefined): Decided {
  const several = policy === 'COLLECT' || policy === 'RULE ORDER' || policy === 'OUTPUT ORDER'
  if (otherwise) return { ok: true, value: valueOf(otherwise, outputs), rules: [] }
  return { ok: true, value: aggregate ? aggregate([]) : several ? [] : null, rules: [] }
}

function valueOf(values: readonly unknown[], outputs: readonly Output[]): unknown {
  if (outputs.length === 1) return values[0]
  return Object.fromEntries(outputs.map((output, index) => [output.name, values[index]]))
}

function byRank(hits: readonly Hit[], outputs: readonly Output[]): readonly Hit[] {
  const rank = (hit: Hit, index: number) => {
    const place = outputs[index]!.ranks.indexOf(hit.values[index])
    return place < 0 ? Number.MAX_SAFE_INTEGER : place
  }
  return [...hits].sort((a, b) => outputs.map((_, index) => rank(a, index) - rank(b, index)).find((difference) => difference !== 0) ?? 0)
}
