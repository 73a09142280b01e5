import { compileFeel, type Expression } from '../feel/compile-feel.ts'
import { isDue } from '../time/timer-text.ts'
import { parseTimeBasis } from '../time/duration.ts'
import { elementAt, idOf, listOf, refuse, textAt, type Element } from './element.ts'
import { readValue } from './read-extensions.ts'
import type { Throw, TimerRule, Trigger } from './model.ts'

type Properties = Readonly<Record<string, string>>

/** The one thing that an event is about; null when it has no trigger. */
export function definitionOf(event: Element): Element | null {
  const definitions = [...listOf(event, 'eventDefinitions'), ...listOf(event, 'eventDefinitionRef')]
  if (definitions.length > 1) return refuse(event, 'An event that is about several things is not run here.')
  return definitions[0] ?? null
}

/** What a start, catching or boundary event waits for. `catches` names the kinds that can stand there. */
export function readTrigger(event: Element, definition: Element, catches: readonly Trigger['on'][], properties: Properties): Trigger {
  const trigger = triggerOf(event, definition, properties)
  if (trigger === null || !catches.includes(trigger.on)) return refuse(event, `A ${definition.$type.replace('bpmn:', '')} can not be waited for here.`)
  return trigger
}

function triggerOf(event: Element, definition: Element, properties: Properties): Trigger | null {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition':
      return { on: 'message', message: nameOf(event, elementAt(definition, 'messageRef'), 'message') }
    case 'bpmn:SignalEventDefinition':
      return { on: 'signal', signal: nameOf(event, elementAt(definition, 'signalRef'), 'signal') }
    case 'bpmn:ConditionalEventDefinition':
      return { on: 'conditional', condition: readCondition(event, elementAt(definition, 'condition')) }
    case 'bpmn:ErrorEventDefinition':
      return { on: 'error', code: codeOf(elementAt(definition, 'errorRef'), 'errorCode') }
    case 'bpmn:EscalationEventDefinition':
      return { on: 'escalation', code: codeOf(elementAt(definition, 'escalationRef'), 'escalationCode') }
    case 'bpmn:CompensateEventDefinition':
      return { on: 'compensation', handler: null }
    case 'bpmn:TimerEventDefinition':
      return { on: 'timer', ...readTimer(event, definition, properties) }
    default:
      return null
  }
}

/** What a throwing or end event says. */
export function readThrow(event: Element, definition: Element): Throw {
  const trigger = definition.$type === 'bpmn:TimerEventDefinition' ? null : triggerOf(event, definition, {})
  switch (trigger?.on) {
    case 'message':
    case 'signal':
      return trigger
    case 'error':
    case 'escalation':
      return { on: trigger.on, code: trigger.code ?? refuse(event, `It does not say which ${trigger.on} (a code).`) }
    case 'compensation':
      return { on: 'compensation', of: elementAt(definition, 'activityRef')?.id ?? null, waits: definition['waitForCompletion'] !== false }
    default:
      return refuse(event, `A ${definition.$type.replace('bpmn:', '')} can not be thrown here.`)
  }
}

export function nameOf(element: Element, named: Element | null, what: string): string {
  return textAt(named, 'name') ?? named?.id ?? refuse(element, `It names no ${what}.`)
}

const codeOf = (named: Element | null, attribute: string) => textAt(named, attribute) ?? textAt(named, 'name') ?? named?.id ?? null

/** A condition in FEEL, with or without its `=`. */
export function readCondition(element: Element, condition: Element | null): Expression {
  const language = textAt(condition, 'language')
  if (language && !/feel/i.test(language)) return refuse(element, `${language} is not run here, only FEEL.`)
  const text = textAt(condition, 'body') ?? refuse(element, 'The condition is empty.')
  return compileFeel(text.replace(/^=/, ''), idOf(element))
}

const kinds = { timeDate: 'date', timeDuration: 'duration', timeCycle: 'cycle' } as const
const meant = { date: 'an instant with its offset', duration: 'a duration', cycle: 'a repeating interval, like R3/PT8H,' } as const

function readTimer(event: Element, definition: Element, properties: Properties): TimerRule {
  const basis = parseTimeBasis(properties['calendar'])
  if (basis === null) return refuse(event, `Its property "calendar" is "${properties['calendar']}"; it can be "calendar" or "working".`)
  for (const [attribute, dueKind] of Object.entries(kinds)) {
    const text = textAt(elementAt(definition, attribute), 'body')
    if (text === null) continue
    if (!text.startsWith('=') && !isDue(text, dueKind, basis)) return refuse(event, `"${text}" is not ${meant[dueKind]} of ISO 8601 that ${basis} time can count.`)
    return { due: readValue(text, event), dueKind, basis }
  }
  return refuse(event, 'The timer needs a date, a duration or a cycle.')
}
