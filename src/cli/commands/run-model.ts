import { advance, begin, type ProcessEvent, type ProcessRefusal, type ProcessState, type Step } from '../../process/index.ts'
import { CommandError, readArguments, readJson, readModel, readObject, type Command, type Said } from './command.ts'

type Made = { readonly event: ProcessEvent | null; readonly state: ProcessState } & (
  | Omit<Extract<Step, { ok: true }>, 'ok' | 'state'>
  | { readonly refusal: ProcessRefusal }
)

const needs: Readonly<Record<ProcessEvent['kind'], readonly string[]>> = {
  complete: ['element'],
  message: ['name'],
  signal: ['name'],
  timer: ['element'],
  error: ['element', 'code'],
  escalation: ['element', 'code'],
  variables: [],
}

/** Drives a model by a list of events. Gives the state after each of them; an event that is refused leaves it as it was. */
export const runModel: Command = async (args): Promise<Said> => {
  const { values, positionals } = readArguments(args, {
    events: { type: 'string' },
    context: { type: 'string' },
    decisions: { type: 'string' },
    called: { type: 'string', multiple: true },
    process: { type: 'string' },
    start: { type: 'string' },
  })
  const process = await readModel(positionals[0], values)
  const context = await readObject('--context', values.context)
  const events = values.events === undefined ? [] : checkEvents(await readJson('--events', `@${values.events.replace(/^@/, '')}`))
  const first = begin(process, context, values.start === undefined ? {} : { start: values.start })
  if (!first.ok) throw new CommandError(`The process does not begin: ${wordsOf(first.refusal)}`)
  const steps: Made[] = [made(null, first)]
  let { state, waiting, ended } = first
  for (const event of events) {
    const step = advance(process, state, event, context)
    if (step.ok) ({ state, waiting, ended } = step)
    steps.push(step.ok ? made(event, step) : { event, state, refusal: step.refusal })
  }
  const refused = steps.findIndex((step) => 'refusal' in step)
  return {
    json: { process: process.id, steps, state, waiting, ended },
    words: steps.map(lineOf).join('\n'),
    asJson: values.json === true,
    ...(refused > 0 ? { problem: `Event ${refused} was refused: ${wordsOf((steps[refused] as { refusal: ProcessRefusal }).refusal)}` } : {}),
  }
}

const made = (event: ProcessEvent | null, { state, waiting, happened, ended }: Extract<Step, { ok: true }>): Made => ({ event, state, waiting, happened, ended })

function lineOf(step: Made): string {
  const what = step.event === null ? 'begin' : `${step.event.kind} ${'element' in step.event ? step.event.element : 'name' in step.event ? step.event.name : ''}`.trim()
  const then = 'refusal' in step ? `refused, ${wordsOf(step.refusal)}` : step.ended ? 'ended' : `waits for ${step.waiting.map(({ element }) => element).join(', ') || 'nothing'}`
  return `${what}: ${then}`
}

function wordsOf({ kind, ...facts }: ProcessRefusal): string {
  return [kind, ...Object.values(facts).map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact)))].join(' ')
}

/** Events come from a file: anything may stand in it. */
function checkEvents(given: unknown): readonly ProcessEvent[] {
  if (!Array.isArray(given)) throw new CommandError('--events must be a file with a JSON list of events.')
  return given.map((event: unknown, index) => {
    const wrong = (what: string) => new CommandError(`Event ${index + 1} ${what}.`)
    if (typeof event !== 'object' || event === null || !('kind' in event) || typeof event.kind !== 'string' || !Object.hasOwn(needs, event.kind))
      throw wrong(`needs a kind: ${Object.keys(needs).join(', ')}`)
    const facts = event as Readonly<Record<string, unknown>>
    for (const need of needs[event.kind as ProcessEvent['kind']]) if (typeof facts[need] !== 'string') throw wrong(`of kind ${event.kind} needs "${need}", a text`)
    if (facts['instance'] !== undefined && typeof facts['instance'] !== 'string') throw wrong('has an "instance" that is no text')
    const { variables } = facts
    if (variables === undefined ? event.kind === 'variables' : typeof variables !== 'object' || variables === null || Array.isArray(variables)) throw wrong('needs "variables" that are an object')
    return facts as unknown as ProcessEvent
  })
}
