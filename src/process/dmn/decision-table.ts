import { compileFeel, compileUnaryTests, type Expression, type Values } from '../feel/compile-feel.ts'
import { ModelError } from '../model-error.ts'
import { chooseHits, type HitPolicy } from './hit-policy.ts'
import type { DecisionLogic } from './decide.ts'

type Entry = { readonly id?: string; readonly text?: string }
export type TableElement = {
  readonly $type: string
  readonly hitPolicy?: string
  readonly aggregation?: string
  readonly input?: readonly { readonly id?: string; readonly inputExpression?: Entry; readonly inputValues?: Entry }[]
  readonly output?: readonly { readonly id?: string; readonly name?: string; readonly outputValues?: Entry; readonly defaultOutputEntry?: Entry }[]
  readonly rule?: readonly { readonly id?: string; readonly inputEntry?: readonly Entry[]; readonly outputEntry?: readonly Entry[] }[]
}

type Input = { readonly ask: Expression; readonly allows: ((value: unknown, values: Values) => boolean) | null; readonly text: string }
export type Output = { readonly name: string | null; readonly otherwise: Expression | null; readonly ranks: readonly unknown[] }
type Rule = { readonly id: string; readonly tests: readonly ((value: unknown, values: Values) => boolean)[]; readonly says: readonly Expression[] }

const policies = new Set(['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'])

/** Compiles a decision table (DMN 1.5, clause 8). `decision` names it where a part has no id of its own. */
export function compileTable(decision: string, table: TableElement): DecisionLogic {
  const policy = (table.hitPolicy ?? 'UNIQUE') as HitPolicy
  if (!policies.has(policy)) throw new ModelError([{ element: decision, reason: `The hit policy ${policy} is unknown.` }])
  const inputs = (table.input ?? []).map((input) => compileInput(input, decision))
  const outputs = (table.output ?? []).map((output): Output => compileOutput(output, decision, table.output?.length ?? 1))
  const rules = (table.rule ?? []).map((rule, index) => compileRule(rule, `${decision}-rule-${index + 1}`, inputs.length, outputs.length))
  if (outputs.length === 0) throw new ModelError([{ element: decision, reason: 'The table has no output.' }])
  const choose = chooseHits(decision, policy, table.aggregation, outputs)
  return (values) => {
    const given: unknown[] = []
    for (const input of inputs) {
      const value = input.ask(values)
      if (input.allows && !input.allows(value, values))
        return { ok: false, refusal: { kind: 'InputNotAllowed', decision, detail: input.text } }
      given.push(value)
    }
    const hits = rules.filter((rule) => rule.tests.every((test, index) => test(given[index], values)))
    return choose(
      hits.map((rule) => ({ rule: rule.id, values: rule.says.map((say) => say(values)) })),
      () => (outputs.some((output) => output.otherwise) ? outputs.map((output) => output.otherwise?.(values) ?? null) : null),
    )
  }
}

function compileInput(input: NonNullable<TableElement['input']>[number], decision: string): Input {
  const text = input.inputExpression?.text ?? ''
  const element = input.id ?? decision
  return {
    ask: compileFeel(text, element),
    allows: input.inputValues?.text ? compileUnaryTests(input.inputValues.text, element) : null,
    text,
  }
}

function compileOutput(output: NonNullable<TableElement['output']>[number], decision: string, count: number): Output {
  const element = output.id ?? decision
  if (count > 1 && !output.name) throw new ModelError([{ element, reason: 'An output of several needs a name.' }])
  const ranks = output.outputValues?.text ? compileFeel(`[${output.outputValues.text}]`, element)({}) : []
  return {
    name: output.name ?? null,
    otherwise: output.defaultOutputEntry?.text ? compileFeel(output.defaultOutputEntry.text, element) : null,
    ranks: Array.isArray(ranks) ? ranks : [],
  }
}

function compileRule(rule: NonNullable<TableElement['rule']>[number], fallbackId: string, inputs: number, outputs: number): Rule {
  const id = rule.id ?? fallbackId
  const [tests, says] = [rule.inputEntry ?? [], rule.outputEntry ?? []]
  if (tests.length !== inputs || says.length !== outputs)
    throw new ModelError([{ element: id, reason: `The rule has ${tests.length} and ${says.length} cells where the table has ${inputs} and ${outputs} columns.` }])
  return {
    id,
    tests: tests.map((entry) => compileUnaryTests(entry.text ?? '', entry.id ?? id)),
    says: says.map((entry) => ((entry.text ?? '').trim() === '' ? () => null : compileFeel(entry.text ?? '', entry.id ?? id))),
  }
}
