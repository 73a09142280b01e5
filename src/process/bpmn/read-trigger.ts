import { compileFeel, type Expression } from '../feel/compile-feel.ts'
import { isDue } from '../run/due.ts'
import { elementAt, idOf, listOf, refuse, textAt, type Element } from './element.ts'
import type { Trigger } from './model.ts'

/** What a catching or boundary event waits for: one timer, or one message. */
export function readTrigger(event: Element): Trigger {
  const definitions = listOf(event, 'eventDefinitions')
  const definition = definitions[0]
  if (!definition || definitions.length > 1 || listOf(event, 'eventDefinitionRef').length > 0) return refuse(event, 'The event must wait for exactly one thing.')
  if (definition.$type === 'bpmn:MessageEventDefinition') return { on: 'message', message: messageName(event, elementAt(definition, 'messageRef')) }
  if (definition.$type === 'bpmn:TimerEventDefinition') return readTimer(event, definition)
  return refuse(event, `${definition.$type} is not run here.`)
}

export function messageName(element: Element, message: Element | null): string {
  return textAt(message, 'name') ?? refuse(element, 'It names no message to wait for.')
}

function readTimer(event: Element, definition: Element): Trigger {
  const date = textAt(elementAt(definition, 'timeDate'), 'body')
  if (date) return { on: 'timer', due: readDue(date, 'date', event), dueKind: 'date' }
  const duration = textAt(elementAt(definition, 'timeDuration'), 'body')
  if (duration) return { on: 'timer', due: readDue(duration, 'duration', event), dueKind: 'duration' }
  return refuse(event, 'The timer needs a date or a duration; cycles are not run here.')
}

/** `=x` is FEEL, anything else is the ISO 8601 text itself. */
function readDue(text: string, kind: 'date' | 'duration', event: Element): Expression {
  if (text.startsWith('=')) return compileFeel(text.slice(1), idOf(event))
  if (!isDue(text, kind)) refuse(event, `"${text}" is no ${kind === 'date' ? 'instant with its offset' : 'duration'} of ISO 8601.`)
  return () => text
}
