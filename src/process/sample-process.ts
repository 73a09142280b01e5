import { readFileSync } from 'node:fs'
import { readDecisions, type Decisions } from './dmn/read-decisions.ts'
import { readProcess } from './bpmn/read-process.ts'
import { ModelError, type ModelProblem } from './model-error.ts'
import type { Process } from './bpmn/model.ts'
import type { ProcessState, Step } from './run/state.ts'

const names = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
export const noDecisions: Decisions = new Map()

/** A model around the elements of one process. What stands in `beside` stands beside the process. */
export function bpmn(elements: string, beside = ''): string {
  return `<definitions ${names} id="model"><process id="walk" isExecutable="true">${elements}</process>${beside}</definitions>`
}

/** A flow, by default named after its ends; `when` is its condition. */
export function flow(from: string, to: string, when?: string, id = `${from}-${to}`): string {
  const condition = when === undefined ? '' : `<conditionExpression xsi:type="tFormalExpression">${when}</conditionExpression>`
  return `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition}</sequenceFlow>`
}

/** Flows along a line of elements. */
export const line = (...elements: readonly string[]): string => elements.slice(1).map((to, index) => flow(elements[index]!, to)).join('')

export const user = (id: string, name = id): string => `<userTask id="${id}" name="${name}"/>`
export const timer = (date: string): string => `<timerEventDefinition><timeDate xsi:type="tFormalExpression">${date}</timeDate></timerEventDefinition>`

export const read = (elements: string, { beside = '', decisions = noDecisions } = {}): Promise<Process> => readProcess(bpmn(elements, beside), { decisions })

/** The problems that make a model be refused. Fails where it is not. */
export async function problemsOf(reading: Promise<unknown>): Promise<readonly ModelProblem[]> {
  try {
    await reading
  } catch (error) {
    if (error instanceof ModelError) return error.problems
    throw error
  }
  throw new Error('The model was not refused.')
}

/** The step that was made. Fails where it was refused. */
export function made(step: Step): Extract<Step, { ok: true }> {
  if (!step.ok) throw new Error(`The step was refused: ${JSON.stringify(step.refusal)}`)
  return step
}

/** A state as a database gives it back: read from text, its keys in another order. */
export function stored(state: ProcessState): ProcessState {
  return JSON.parse(JSON.stringify(state), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value,
  ) as ProcessState
}

/** The research permit, as it lies in services/. */
export async function readIzinPenelitian(): Promise<Process> {
  const file = (name: string) => readFileSync(new URL(`../../services/izin-penelitian/${name}`, import.meta.url), 'utf8')
  return readProcess(file('process.bpmn'), { decisions: await readDecisions(file('decisions.dmn')) })
}
