import type { Application } from './application.ts'
import type { ApplicationEvent } from './application-events.ts'
import { mayNot, type Denial, type Duty, type Person } from './permissions.ts'

/** Who could be given a task. */
export type Receiver = { readonly person: string; readonly duties: readonly Duty[]; readonly away: boolean }

export type HandOverRefusal = Denial | { readonly kind: 'Decided' | 'ReceiverNoDuty' | 'ReceiverFourEyes' | 'ReceiverAway' | 'AlreadyThere' }

export type HandedOver = { readonly ok: true; readonly events: readonly ApplicationEvent[] } | { readonly ok: false; readonly refusal: HandOverRefusal }

/** The head gives an open task of the unit, held or waiting, to an officer who may do it. Refused with the reason why not. */
export function moveByHead(application: Application, head: Person, to: Receiver): HandedOver {
  const { task, outcome } = application
  if (outcome !== null) return refuse({ kind: 'Decided' })
  const denial = mayNot(head, 'move', application)
  if (denial) return refuse(denial)
  if (!task) return refuse({ kind: 'NoOpenTask' })
  if (task.holder === to.person) return refuse({ kind: 'AlreadyThere' })
  const kind = unfit(application, to)
  if (kind) return refuse({ kind })
  return accept({ type: 'TaskHandedOver', task: task.task, from: task.holder, to: to.person, reason: 'moved-by-head' })
}

/**
 * What somebody holds when their absence begins goes to the deputy, if that person has the duty, is there, and did not
 * check what is to be signed; otherwise to the line, where its deadline gives it the place it had. Nothing when they do not hold it.
 */
export function handOverAbsent(application: Application, absent: string, deputy: Receiver | null): readonly ApplicationEvent[] {
  const { task, outcome } = application
  if (outcome !== null || !task || task.holder !== absent) return []
  const to = deputy && deputy.person !== absent && unfit(application, deputy) === null ? deputy.person : null
  return [{ type: 'TaskHandedOver', task: task.task, from: absent, to, reason: 'absence' }]
}

/** Why somebody can't be given the open task: the same rules as for taking it. */
function unfit(application: Application, { person, duties, away }: Receiver): 'ReceiverNoDuty' | 'ReceiverFourEyes' | 'ReceiverAway' | null {
  if (away) return 'ReceiverAway'
  const free = { ...application, task: application.task && { ...application.task, holder: null } }
  const denial = mayNot({ kind: 'staff', person, duties }, 'take', free)
  if (denial === null) return null
  return denial.kind === 'FourEyes' ? 'ReceiverFourEyes' : 'ReceiverNoDuty'
}

const accept = (...events: ApplicationEvent[]): HandedOver => ({ ok: true, events })
const refuse = (refusal: HandOverRefusal): HandedOver => ({ ok: false, refusal })
