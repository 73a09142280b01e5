import { readFileSync } from 'node:fs'
import { readDecisions, type Decisions } from './dmn/read-decisions.ts'
import { readProcess } from './bpmn/read-process.ts'
import { ModelError, type ModelProblem } from './model-error.ts'
import type { Process } from './bpmn/model.ts'

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

/** What an event is about. The names of messages, signals, errors and escalations are declared by `declares`. */
export const on = {
  message: (name: string) => `<messageEventDefinition messageRef="message-${name}"/>`,
  signal: (name: string) => `<signalEventDefinition signalRef="signal-${name}"/>`,
  error: (code?: string) => (code === undefined ? '<errorEventDefinition/>' : `<errorEventDefinition errorRef="error-${code}"/>`),
  escalation: (code?: string) => (code === undefined ? '<escalationEventDefinition/>' : `<escalationEventDefinition escalationRef="escalation-${code}"/>`),
  condition: (feel: string) => `<conditionalEventDefinition><condition xsi:type="tFormalExpression">=${feel}</condition></conditionalEventDefinition>`,
  timer: (duration: string) => `<timerEventDefinition><timeDuration xsi:type="tFormalExpression">${duration}</timeDuration></timerEventDefinition>`,
  cycle: (cycle: string) => `<timerEventDefinition><timeCycle xsi:type="tFormalExpression">${cycle}</timeCycle></timerEventDefinition>`,
  undo: (attributes = '') => `<compensateEventDefinition ${attributes}/>`,
  terminate: '<terminateEventDefinition/>',
} as const

type Beside = { readonly beside?: string; readonly decisions?: Decisions; readonly called?: ReadonlyMap<string, Process> }

/** Declares all names that elements refer to, each once. */
function declares(elements: string): string {
  const kinds = { message: (id: string, name: string) => `<message id="${id}" name="${name}"/>`, signal: (id: string, name: string) => `<signal id="${id}" name="${name}"/>`, error: (id: string, name: string) => `<error id="${id}" errorCode="${name}"/>`, escalation: (id: string, name: string) => `<escalation id="${id}" escalationCode="${name}"/>` }
  const ids = new Set([...elements.matchAll(/Ref="((?:message|signal|error|escalation)-[^"]+)"/g)].map((found) => found[1]!))
  return [...ids].map((id) => kinds[id.slice(0, id.indexOf('-')) as keyof typeof kinds](id, id.slice(id.indexOf('-') + 1))).join('')
}

const start = (id: string, trigger = '', attributes = '') => `<startEvent id="${id}" ${attributes}>${trigger}</startEvent>`
export const end = (id: string, says = ''): string => `<endEvent id="${id}">${says}</endEvent>`
export const caught = (id: string, trigger: string): string => `<intermediateCatchEvent id="${id}">${trigger}</intermediateCatchEvent>`
export const thrown = (id: string, says: string): string => `<intermediateThrowEvent id="${id}">${says}</intermediateThrowEvent>`
export const service = (id: string): string => `<serviceTask id="${id}"/>`
export const gateway = (kind: 'parallel' | 'exclusive' | 'inclusive' | 'eventBased', id: string, otherwise?: string): string =>
  `<${kind}Gateway id="${id}"${otherwise === undefined ? '' : ` default="${otherwise}"`}/>`

/** An event on an edge; `stays` when it leaves its host as it is. */
export const edge = (id: string, host: string, trigger: string, stays = false): string =>
  `<boundaryEvent id="${id}" attachedToRef="${host}"${stays ? ' cancelActivity="false"' : ''}>${trigger}</boundaryEvent>`

/** A subprocess around elements, which begin at a start event named after it. */
export const inside = (id: string, elements: string): string => `<subProcess id="${id}">${elements}</subProcess>`

/** An event subprocess of one task: `id-start` leads to the task `id-task` and to `id-end`. */
export const eventSub = (id: string, trigger: string, stays = false, task = user(`${id}-task`)): string =>
  `<subProcess id="${id}" triggeredByEvent="true">${start(`${id}-start`, trigger, stays ? 'isInterrupting="false"' : '')}${task}${end(`${id}-end`)}${line(`${id}-start`, `${id}-task`, `${id}-end`)}</subProcess>`

/** A way from start to end along elements that are given beside it. */
export const way = (elements: string, ...ids: readonly string[]): string => `${start('s')}${elements}${end('e')}${line('s', ...ids, 'e')}`
/** The same inside a subprocess, whose name its start and end bear. */
export const wayIn = (id: string, elements: string, ...ids: readonly string[]): string =>
  inside(id, `${start(`${id}-begins`)}${elements}${end(`${id}-ends`)}${line(`${id}-begins`, ...ids, `${id}-ends`)}`)

export const read = (elements: string, { beside = '', decisions = noDecisions, called }: Beside = {}): Promise<Process> => readProcess(bpmn(elements, beside + declares(elements + beside)), { decisions, called })

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

/** A research permit whose model reminds by timers of its own. */
export async function readIzinPenelitian(): Promise<Process> {
  const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
  return readProcess(file('sample-permit.bpmn'), { decisions: await readDecisions(file('../../services/izin-penelitian/decisions.dmn')) })
}
