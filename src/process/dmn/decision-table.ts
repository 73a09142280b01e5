import { compileIn, compileTestsIn, newScope, type Surroundings } from '../feel/compile-feel.ts'
import type { Run, Test } from '../feel/compile-expression.ts'
import { withNames } from '../feel/read-name.ts'
import { within } from '../feel/scope.ts'
import { ModelError } from '../model-error.ts'
import type { BoxedElement, Text } from './element.ts'
import { typed, type Logic } from './typed.ts'
import { chooseHits, type Hit, type HitPolicy } from './hit-policy.ts'
import { Refused } from './refusal.ts'

type Input = { readonly ask: Run; readonly allows: Test | null; readonly text: string }
export type Output = { readonly name: string | null; readonly otherwise: Run | null; readonly ranks: readonly unknown[] }
type Rule = { readonly id: string; readonly tests: readonly (readonly [number, Test, boolean])[]; readonly says: readonly Run[] }

const policies = new Set(['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'])

/** Compiles a decision table (DMN 1.5, clause 8). `decision` names it where a part has no id of its own. */
export function compileTable(decision: string, table: BoxedElement, surroundings: Surroundings): Logic {
  const policy = (table.hitPolicy ?? 'UNIQUE') as HitPolicy
  if (!policies.has(policy)) throw new ModelError([{ element: decision, reason: `The hit policy ${policy} is unknown.` }])
  const inputs = (table.input ?? []).map((input) => compileInput(input, decision, surroundings))
  const outputs = (table.output ?? []).map((output): Output => compileOutput(output, decision, table.output?.length ?? 1, surroundings))
  const makeRule = ruleCompiler(table, decision, surroundings)
  const rules = (table.rule ?? []).map((rule, index) => makeRule(rule, `${decision}-rule-${index + 1}`))
  if (outputs.length === 0) throw new ModelError([{ element: decision, reason: 'The table has no output.' }])
  const choose = chooseHits(decision, policy, table.aggregation, outputs)
  const width = inputs.length
  return (scope) => {
    const given: unknown[] = new Array(width)
    for (let place = 0; place < width; place++) {
      const input = inputs[place]!
      const value = input.ask(scope)
      if (input.allows && input.allows(value, within(scope, { '?': value })) !== true) throw new Refused({ kind: 'InputNotAllowed', decision, detail: input.text })
      given[place] = value
    }
    const asked = given.map((value) => within(scope, { '?': value }))
    const hits: Hit[] = []
    for (const rule of rules) {
      if (!fits(rule, given, asked)) continue
      hits.push({ rule: rule.id, values: rule.says.map((say) => say(scope)) })
      if (policy === 'FIRST') break
    }
    const chosen = choose(hits, () => (outputs.some((output) => output.otherwise) ? outputs.map((output) => output.otherwise?.(scope) ?? null) : null))
    for (const rule of chosen.rules) scope.budget.fired.add(rule)
    return chosen.value
  }
}

function fits(rule: Rule, given: readonly unknown[], asked: readonly ReturnType<typeof within>[]): boolean {
  for (const [place, test] of rule.tests) if (test(given[place], asked[place]!) !== true) return false
  return true
}

function compileInput(input: NonNullable<BoxedElement['input']>[number], decision: string, surroundings: Surroundings): Input {
  const text = input.inputExpression?.text ?? ''
  const element = input.id ?? decision
  return {
    ask: compileIn(text, element, surroundings),
    allows: input.inputValues?.text?.trim() ? compileTestsIn(input.inputValues.text, element, surroundings) : null,
    text,
  }
}

function compileOutput(output: NonNullable<BoxedElement['output']>[number], decision: string, count: number, surroundings: Surroundings): Output {
  const element = output.id ?? decision
  if (count > 1 && !output.name) throw new ModelError([{ element, reason: 'An output of several needs a name.' }])
  const ranks = output.outputValues?.text?.trim() ? compileIn(`[${output.outputValues.text}]`, element, surroundings)(newScope({})) : []
  return {
    name: output.name ?? null,
    otherwise: output.defaultOutputEntry?.text?.trim() ? compileIn(output.defaultOutputEntry.text, element, surroundings) : null,
    ranks: Array.isArray(ranks) ? ranks : [],
  }
}

/** Cells that say the same in the same column are compiled once: in a long table most do. */
function ruleCompiler(table: BoxedElement, decision: string, surroundings: Surroundings) {
  const [inputs, outputs] = [table.input?.length ?? 0, table.output?.length ?? 0]
  const testing = { ...surroundings, names: withNames(surroundings.names, ['?']) }
  const known = new Map<string, Test>()
  const compileTest = ({ text = '', id }: Text, element: string): Test => {
    const found = known.get(text) ?? compileTestsIn(text, id ?? element, testing)
    known.set(text, found)
    return found
  }
  return (rule: NonNullable<BoxedElement['rule']>[number], fallbackId: string): Rule => {
    const id = rule.id ?? fallbackId
    const [tests, says] = [rule.inputEntry ?? [], rule.outputEntry ?? []]
    if (tests.length !== inputs || says.length !== outputs)
      throw new ModelError([{ element: id, reason: `The rule has ${tests.length} and ${says.length} cells where the table has ${inputs} and ${outputs} columns.` }])
    return {
      id,
      tests: tests.map((entry, place) => [place, compileTest(entry, id), isDash(entry)] as const).filter(([, , dash]) => !dash),
      says: says.map((entry, place) => compileEntry(entry, id, table.output?.[place]?.typeRef, surroundings)),
    }
  }
}

const isDash = ({ text = '' }: Text): boolean => ['', '-'].includes(text.trim())

function compileEntry(entry: Text, rule: string, typeRef: string | undefined, surroundings: Surroundings): Run {
  const text = entry.text ?? ''
  if (text.trim() === '') return () => null
  return typed(compileIn(text, entry.id ?? rule, surroundings), typeRef, entry.id ?? rule, surroundings)
}
