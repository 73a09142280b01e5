import type { Application } from '../application.ts'
import type { ApplicationEvent } from '../application-events.ts'
import type { Service } from '../service.ts'
import type { Alarm } from './alarms.ts'
import { missingParts } from './complete.ts'

/** The keys of the alarms already given for a deadline. */
export function givenFor({ alarms }: Application, deadline: number | null): ReadonlySet<string> {
  return new Set(alarms !== null && alarms.deadline === deadline ? alarms.given : [])
}

/**
 * The facts that follow from alarms that are due, but for the lapse. `above`: the code of the unit above the case's; without
 * one, its own heads hear what would have gone there.
 */
export function ring(application: Application, due: readonly Alarm[], deadline: number, above: string | null): readonly ApplicationEvent[] {
  return due.flatMap((alarm): ApplicationEvent[] => {
    switch (alarm.kind) {
      case 'remind':
        // A step that is done needs no reminder; the head answers for every step.
        return alarm.to === 'head' || application.task?.role === alarm.to ? [{ type: 'ReminderSent', timer: alarm.key, to: alarm.to, deadline }] : []
      case 'warn':
        return [{ type: 'DeemedApprovalWarned', alarm: alarm.key, left: alarm.left, deadline }]
      case 'escalate':
        return [{ type: 'Escalated', alarm: alarm.key, unit: above ?? application.unit, deadline }]
      case 'lapse':
        return []
    }
  })
}

/** What is recorded when a promise lapses and the law approves nothing: head and unit above hear it, whatever the escalation says. */
export function lapseIncomplete(atLapse: Application, service: Service, due: readonly Alarm[], deadline: number, above: string | null): readonly ApplicationEvent[] {
  const { correction, documents } = missingParts(atLapse, service)
  const alarm = due.find(({ kind }) => kind === 'escalate')?.key ?? 'above:lapse'
  return [
    { type: 'LapsedWithoutApproval', documents, correction, deadline },
    { type: 'Escalated', alarm, unit: above ?? atLapse.unit, deadline },
  ]
}
