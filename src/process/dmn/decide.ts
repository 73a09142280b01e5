import type { Values } from '../feel/compile-feel.ts'
import type { Decisions } from './read-decisions.ts'

/** What a decision said: its value, and the ids of the rules that said it. */
export type Decided =
  | { readonly ok: true; readonly value: unknown; readonly rules: readonly string[] }
  | { readonly ok: false; readonly refusal: DecisionRefusal }

export type DecisionRefusal = {
  readonly kind: 'UnknownDecision' | 'InputNotAllowed' | 'RulesDisagree'
  readonly decision: string
  readonly detail: string
}

export type DecisionLogic = (values: Values) => Decided

/**
 * Asks a decision, and before it those that it requires. Takes the variables it may look at; gives its value and the
 * rules that fired, or why it can't say.
 */
export function decide(decisions: Decisions, id: string, values: Values): Decided {
  if (!decisions.has(id)) return { ok: false, refusal: { kind: 'UnknownDecision', decision: id, detail: id } }
  const needed = requiredBy(decisions, id)
  const known: Record<string, unknown> = { ...values }
  for (const decision of decisions.values()) {
    if (!needed.has(decision.id)) continue
    const decided = decision.logic(known)
    if (!decided.ok || decision.id === id) return decided
    known[decision.variable] = decided.value
  }
  throw new Error(`Decision ${id} is not in its own order.`)
}

function requiredBy(decisions: Decisions, id: string): ReadonlySet<string> {
  const needed = new Set([id])
  for (const found of needed) for (const required of decisions.get(found)?.requires ?? []) needed.add(required)
  return needed
}
