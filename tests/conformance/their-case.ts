import { EventEmitter } from 'node:events'
import { BpmnModdle } from 'bpmn-moddle'
import { Engine } from 'bpmn-engine'
import * as elements from 'bpmn-elements'
import serialize, { TypeResolver } from 'moddle-context-serializer'

type Owner = { readonly executionId?: string; readonly isRunning: boolean }
type Waits = { readonly id: string; readonly type: string; readonly executionId: string; readonly owner: Owner; readonly signal: () => void }

/** A case that bpmn-engine runs, told the same as ours and asked for the same. */
export type TheirCase = {
  /** Ids of the tasks that wait, sorted; one that waits twice is named twice. */
  readonly tasks: () => readonly string[]
  readonly complete: (task: string, nth: number) => void
  readonly send: (message: string) => void
  readonly ended: () => boolean
}

export type Facts = Readonly<Record<string, boolean>>

/** Starts a case. `facts` are asked for whenever a condition is. */
export async function beginTheirs(xml: string, facts: () => Facts): Promise<TheirCase> {
  const { rootElement, ...rest } = await new BpmnModdle().fromXML(asTheyWriteIt(xml), 'bpmn:Definitions')
  const sourceContext = serialize({ rootElement, ...rest }, TypeResolver(elements))
  const seen: Waits[] = []
  const done = new Set<Waits>()
  const listener = new EventEmitter()
  listener.on('activity.wait', (waits: Waits) => {
    if (waits.type === 'bpmn:UserTask') seen.push(waits)
  })
  const engine = new Engine({ name: 'case', sourceContext })
  const execution = await engine.execute({ listener, services: { holds: (name: string) => facts()[name] === true } })
  // A turn of a repeated task is named after its task's run, with a number.
  const stillWaits = (waits: Waits) => !done.has(waits) && waits.owner.isRunning && waits.executionId.startsWith(waits.owner.executionId ?? '-')
  const waiting = () => seen.filter(stillWaits)
  return {
    tasks: () => waiting().map(({ id }) => id).sort(),
    complete: (task, nth) => {
      const waits = waiting().filter(({ id }) => id === task)[nth]
      if (!waits) throw new Error(`${task} does not wait there.`)
      done.add(waits)
      waits.signal()
    },
    send: (message) => execution.signal({ id: `message-${message}` }),
    ended: () => execution.state === 'idle',
  }
}

/**
 * The same model as bpmn-engine wants it: conditions are calls. Its inclusive gateway does not join (difference 3): a
 * parallel one stands there, which it lets go on when its other ways were passed over.
 */
function asTheyWriteIt(xml: string): string {
  return xml
    .replace(/(<conditionExpression[^>]*>)(x\d+)</g, '$1${environment.services.holds("$2")}<')
    .replace(/<inclusiveGateway (id="[^"]+-end")/g, '<parallelGateway $1')
}
