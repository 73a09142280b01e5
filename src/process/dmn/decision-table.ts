import { compileIn, compileTestsIn, newScope } from '../feel/compile-feel.ts'
import type { Surroundings } from '../feel/surroundings.ts'
import type { Run, Test } from '../feel/compile-expression.ts'
import { withNames } from '../feel/read-name.ts'
import type { Scope } from '../feel/scope.ts'
import { ModelError } from '../model-error.ts'
import type { BoxedElement, Text } from './element.ts'
import { typed, type Logic } from './typed.ts'
import { chooseHits, type Hit, type HitPolicy, type Output } from './hit-policy.ts'
import { indexRules } from './index-rules.ts'
import { Refused } from './refusal.ts'

type Input = { readonly ask: Run; readonly allows: Test | null; readonly text: string }
type Rule = { readonly id: string; readonly tests: readonly { readonly place: number; readonly test: Test; readonly text: string }[]; readonly says: readonly Run[] }

const policies = new Set(['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'])

/** Compiles a decision table (DMN 1.5, clause 8). `decision` names it where a part has no id of its own. */
export function compileTable(decision: string, table: BoxedElement, surroundings: Surroundings): Logic {
  const policy = (table.hitPolicy ?? 'UNIQUE') as HitPolicy
  if (!policies.has(policy)) throw new ModelError([{ element: decision, reason: `The hit policy ${policy} is unknown.` }])
  const ranked = policy === 'PRIORITY' || policy === 'OUTPUT ORDER'
  const inputs = (table.input ?? []).map((input) => compileInput(input, decision, surroundings))
  const outputs = (table.output ?? []).map((output): Output => compileOutput(output, decision, table.output?.length ?? 1, ranked, surroundings))
  const makeRule = ruleCompiler(table, decision, surroundings)
  const rules = (table.rule ?? []).map((rule, index) => makeRule(rule, `${decision}-rule-${index + 1}`))
  if (outputs.length === 0) throw new ModelError([{ element: decision, reason: 'The table has no output.' }])
  const choose = chooseHits(decision, policy, table.aggregation, outputs)
  const width = inputs.length
  const candidates = indexRules(rules, width)
  const notAllowed = (place: number) => new Refused({ kind: 'InputNotAllowed', decision, detail: inputs[place]!.text })
  return (scope) => {
    const given: unknown[] = new Array(width)
    let barred: number | null = null
    for (let place = 0; place < width; place++) {
      const input = inputs[place]!
      const value = input.ask(scope)
      if (input.allows && input.allows(value, scope) !== true) barred ??= place
      given[place] = barred === place ? null : value
    }
    const hits: Hit[] = []
    for (const rule of candidates(given)) {
      if (!fits(rule, given, scope)) continue
      // What is not allowed counts as null (7.3.12), and only a rule that speaks of null may answer it.
      if (barred !== null && !rule.tests.some(({ place }) => place === barred)) throw notAllowed(barred)
      hits.push({ rule: rule.id, values: rule.says.map((say, place) => allowed(say(scope), outputs[place]!, scope)) })
      if (policy === 'FIRST') break
    }
    if (barred !== null && hits.length === 0) throw notAllowed(barred)
    const chosen = choose(hits, () => (outputs.some((output) => output.otherwise) ? outputs.map((output) => output.otherwise?.(scope) ?? null) : null))
    for (const rule of chosen.rules) (scope.budget.fired ??= new Set()).add(rule)
    return chosen.value
  }
}

/** An answer that the output does not allow is null (7.3.12). */
function allowed(said: unknown, { allows }: Output, scope: Scope): unknown {
  return allows === null || said === null || allows(said, scope) === true ? said : null
}

function fits({ tests }: Rule, given: readonly unknown[], scope: Scope): boolean {
  for (let each = 0; each < tests.length; each++) if (tests[each]!.test(given[tests[each]!.place], scope) !== true) return false
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

function compileOutput(output: NonNullable<BoxedElement['output']>[number], decision: string, count: number, ranked: boolean, surroundings: Surroundings): Output {
  const element = output.id ?? decision
  if (count > 1 && !output.name) throw new ModelError([{ element, reason: 'An output of several needs a name.' }])
  const values = output.outputValues?.text?.trim() ?? ''
  const ranks = ranked && values !== '' ? compileIn(`[${values}]`, element, surroundings)(newScope({})) : []
  return {
    name: output.name ?? null,
    otherwise: output.defaultOutputEntry?.text?.trim() ? compileIn(output.defaultOutputEntry.text, element, surroundings) : null,
    ranks: Array.isArray(ranks) ? ranks : [],
    allows: values === '' ? null : compileTestsIn(values, element, surroundings),
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
      // A dash asks nothing.
      tests: tests.flatMap((entry, place) => (isDash(entry) ? [] : [{ place, test: compileTest(entry, id), text: entry.text ?? '' }])),
      says: says.map((entry, place) => compileEntry(entry, id, table.output?.[place]?.typeRef, surroundings)),
    }
  }
}

const isDash = ({ text = '' }: Text): boolean => ['', '-'].includes(text.trim())

function compileEntry(entry: Text, rule: string, typeRef: string | undefined, surroundings: Surroundings): Run {
  const text = entry.text ?? ''
  if (text.trim() === '') return () => null
  const element = entry.id ?? rule
  return typed(typed(compileIn(text, element, surroundings), entry.typeRef, element, surroundings), typeRef, element, surroundings)
}
