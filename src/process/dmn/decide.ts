import type { Values } from '../feel/compile-feel.ts'
import { FeelRefusal, newBudget, withinStack, type Budget } from '../feel/limits.ts'
import { normalName } from '../feel/read-name.ts'
import { ask, givenTo, runKnowledge, runService, startAsking } from './ask.ts'
import type { Graph } from './graph.ts'
import type { Decision, Decisions } from './read-decisions.ts'
import { Refused, type DecisionRefusal } from './refusal.ts'

export type { DecisionRefusal } from './refusal.ts'

/** What a decision said: its value, and the ids of the rules that said it, of all tables asked on the way. */
export type Decided =
  | { readonly ok: true; readonly value: unknown; readonly rules: readonly string[] }
  | { readonly ok: false; readonly refusal: DecisionRefusal }

/**
 * Asks a decision, a decision service or a business knowledge model, by its id or its name, and before it those that it
 * requires (DMN 1.5, clause 6).
 * Takes the variables it may look at, and the moment that `now()` says (ISO 8601 with an offset) where a model asks for it.
 * Gives its value and the rules that fired, or why it can't say. Never throws, and always ends: work is counted.
 */
export function decide(decisions: Decisions, nameOrId: string, values: Values, { now }: { readonly now?: string } = {}): Decided {
  const decision = decisions.get(nameOrId) ?? find(decisions, nameOrId)
  if (!decision) return { ok: false, refusal: { kind: 'UnknownDecision', decision: nameOrId, detail: nameOrId } }
  const budget = newBudget(now)
  const { node, graph } = decision
  try {
    const value = withinStack(() => answerOf(node, graph, values, budget))
    return { ok: true, value, rules: budget.fired ? [...budget.fired] : [] }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    if (error instanceof FeelRefusal) return { ok: false, refusal: { kind: error.kind, decision: decision.id, detail: error.message } }
    throw error
  }
}

function answerOf(node: Decision['node'], graph: Graph, values: Values, budget: Budget): unknown {
  switch (node.kind) {
    case 'decision':
      return ask(node, startAsking(graph, values, budget))
    case 'service':
      return runService(node, startAsking(graph, values, budget, givenTo(node, values)))
    case 'knowledge':
      return runKnowledge(node, startAsking(graph, values, budget))
  }
}

function find(decisions: Decisions, name: string) {
  for (const decision of decisions.values()) if (decision.name === name) return decision
  const wanted = normalName(name)
  for (const decision of decisions.values()) if (normalName(decision.name) === wanted) return decision
  return undefined
}
