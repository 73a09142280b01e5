import { lapseMessage } from '../../office/decide.ts'
import { checkRules, type DeemedApproval, type EscalationStep, type PromiseRules } from '../../office/promise/alarms.ts'
import { checkStops } from '../../office/promise/clock-stops.ts'
import { ModelError, type Process } from '../../process/index.ts'

/** What a service's `service.yaml` says of the end of its promise. */
export type PromiseFacts = {
  readonly escalation?: readonly EscalationStep[]
  readonly deemed_approval?: DeemedApproval
  /** As versions from before the escalation said it. */
  readonly reminders?: { readonly officer: string; readonly head: string }
}

/** Reads a service's promise and holds it against its process. Throws, saying what to change, where they do not fit. */
export function readPromise({ escalation, reminders, deemed_approval: deemed }: PromiseFacts, process: Process): PromiseRules {
  const earlier: readonly EscalationStep[] = reminders ? [{ to: 'verifier', before: reminders.officer }, { to: 'head', before: reminders.head }] : []
  const rules: PromiseRules = { escalation: escalation ?? earlier, deemedApproval: deemed ?? null }
  checkSteps(rules.escalation)
  checkRules(rules)
  const problems = checkStops(process)
  if (problems.length > 0) throw new ModelError([...problems])
  if (deemed?.on) checkDeemed(deemed, process)
  return rules
}

function checkSteps(steps: readonly EscalationStep[]): void {
  for (const step of steps) {
    if (!['verifier', 'head', 'above'].includes(step.to)) throw new Error(`service.yaml: escalation goes to "${step.to}": it can go to verifier, head or above.`)
    if (('before' in step) === ('after' in step)) throw new Error(`service.yaml: each step of the escalation says either before or after the deadline (to ${step.to}).`)
  }
  const keys = steps.map((step) => JSON.stringify(step))
  if (new Set(keys).size < keys.length) throw new Error('service.yaml: a step of the escalation stands there twice.')
}

/** Silence can become an approval only where the law's words are there and the process has a way for it. */
function checkDeemed({ basis, words }: DeemedApproval, process: Process): void {
  if (!basis || !words?.id || !words.en) throw new Error('service.yaml: deemed_approval is on, so it needs its basis, and the words of the law in both languages (words: id, en).')
  const starts = process.body.events.some((event) => triggers(process, event.id).length > 0)
  if (!starts)
    throw new Error(
      `process.bpmn: deemed_approval is on, so the process needs a way for it: an event subprocess that starts, interrupting, with the message "${lapseMessage}" and leads to a service task "issue-permit".`,
    )
}

function triggers(process: Process, within: string): readonly string[] {
  const inside = [...process.nodes.values()].filter((node) => node.within === within)
  const started = inside.some(({ does }) => does.kind === 'start' && does.interrupting && does.trigger?.on === 'message' && does.trigger.message === lapseMessage)
  return started ? inside.filter(({ does }) => does.kind === 'service' && does.type === 'issue-permit').map(({ id }) => id) : []
}
