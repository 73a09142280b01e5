import { DmnModdle } from 'dmn-moddle'
import { compileFeel, type Expression } from '../feel/compile-feel.ts'
import { ModelError, type ModelProblem } from '../model-error.ts'
import { refuseDocumentType } from '../refuse-document-type.ts'
import { compileTable, type TableElement } from './decision-table.ts'
import type { Decided, DecisionLogic } from './decide.ts'

/** One decision, ready to be asked. */
export type Decision = {
  readonly id: string
  readonly name: string
  /** Under which name other decisions see its result. */
  readonly variable: string
  readonly requires: readonly string[]
  readonly logic: DecisionLogic
}

/** The decisions of one DMN file by id, each after those that it requires. */
export type Decisions = ReadonlyMap<string, Decision>

type Reference = { readonly href: string }
type DecisionElement = {
  readonly $type: string
  readonly id: string
  readonly name?: string
  readonly variable?: { readonly name?: string }
  readonly informationRequirement?: readonly { readonly requiredDecision?: Reference; readonly requiredInput?: Reference }[]
  readonly knowledgeRequirement?: readonly unknown[]
  readonly decisionLogic?: TableElement & { readonly text?: string; readonly expressionLanguage?: string }
}

// The library reads the namespace of DMN 1.3; the model parts that are run here are the same from 1.2 to 1.5.
const namespaces = /(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20191111|20211108|20230324|20240513)\/(MODEL|DMNDI)\/\1/g
const understood = '"https://www.omg.org/spec/DMN/20191111/$2/"'

/**
 * Reads a DMN 1.2 to 1.5 file: decision tables and literal expressions, with the decisions that they require. Throws a
 * ModelError that lists everything that can't be run exactly, each with its element's id.
 */
export async function readDecisions(xml: string): Promise<Decisions> {
  const { drgElement = [] } = await parse(xml)
  const problems: ModelProblem[] = []
  const decisions = new Map<string, Decision>()
  for (const element of drgElement) {
    if (element.$type === 'dmn:Decision') attempt(problems, () => decisions.set(element.id, compileDecision(element)))
    else if (element.$type !== 'dmn:InputData' && element.$type !== 'dmn:KnowledgeSource')
      problems.push({ element: element.id, reason: `${element.$type} is not run here.` })
  }
  for (const decision of decisions.values())
    for (const required of decision.requires)
      if (!decisions.has(required)) problems.push({ element: decision.id, reason: `It requires the decision ${required}, which is not in this file.` })
  if (problems.length > 0) throw new ModelError(problems)
  return inOrder(decisions)
}

async function parse(xml: string): Promise<{ readonly drgElement?: readonly DecisionElement[] }> {
  refuseDocumentType('decisions', xml)
  try {
    const { rootElement, warnings } = await new DmnModdle().fromXML(xml.replace(namespaces, understood), 'dmn:Definitions')
    if (warnings.length > 0) throw new Error(warnings[0]!.message)
    return rootElement as { readonly drgElement?: readonly DecisionElement[] }
  } catch (error) {
    throw new ModelError([{ element: 'decisions', reason: `The file is no DMN: ${error instanceof Error ? error.message : String(error)}` }])
  }
}

function compileDecision(element: DecisionElement): Decision {
  if ((element.knowledgeRequirement ?? []).length > 0) refuse(element.id, 'Business knowledge models are not run here.')
  const name = element.name ?? element.id
  return {
    id: element.id,
    name,
    variable: element.variable?.name ?? name,
    requires: (element.informationRequirement ?? []).flatMap(({ requiredDecision }) => (requiredDecision ? [requiredDecision.href.replace('#', '')] : [])),
    logic: compileLogic(element),
  }
}

function compileLogic({ id, decisionLogic: logic }: DecisionElement): DecisionLogic {
  if (!logic) return refuse(id, 'The decision says nothing.')
  if (logic.expressionLanguage && !/feel/i.test(logic.expressionLanguage)) refuse(id, `${logic.expressionLanguage} is not run here, only FEEL.`)
  switch (logic.$type) {
    case 'dmn:DecisionTable':
      return compileTable(id, logic)
    case 'dmn:LiteralExpression':
      return literal(compileFeel(logic.text ?? '', id))
    default:
      return refuse(id, `${logic.$type} is not run here.`)
  }
}

const literal = (expression: Expression): DecisionLogic => (values): Decided => ({ ok: true, value: expression(values), rules: [] })

/** Puts each decision after those that it requires. A circle can't be decided. */
function inOrder(decisions: ReadonlyMap<string, Decision>): Decisions {
  const ordered = new Map<string, Decision>()
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) refuse(id, `It requires itself: ${[...path, id].join(' > ')}.`)
    const decision = decisions.get(id)
    if (!decision || ordered.has(id)) return
    for (const required of decision.requires) visit(required, [...path, id])
    ordered.set(id, decision)
  }
  for (const id of decisions.keys()) visit(id, [])
  return ordered
}

function attempt(problems: ModelProblem[], what: () => void): void {
  try {
    what()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    problems.push(...error.problems)
  }
}

function refuse(element: string, reason: string): never {
  throw new ModelError([{ element, reason }])
}

