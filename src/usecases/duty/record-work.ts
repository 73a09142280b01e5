import type { Application } from '../../office/application.ts'
import type { Actor, ApplicationEvent, EventType } from '../../office/application-events.ts'
import type { Context } from '../../office/decide.ts'
import type { Tx, UnitClock } from '../ports.ts'

const finishes: ReadonlySet<EventType> = new Set(['ApprovedForSigning', 'CorrectionRequested', 'ApplicationRejected', 'PermitSigned', 'ReturnedToVerifier'])

/**
 * Notes how long an officer was busy with the step that they have just finished: working time since they got it, or since
 * they finished the one before, whichever is later. So waiting for work counts for nothing, nor do a pile's other tasks.
 * This is what paces are measured from.
 */
export async function recordWork(
  tx: Tx,
  before: Application,
  events: readonly ApplicationEvent[],
  by: Actor,
  { clock, now }: Context & { readonly clock: UnitClock },
): Promise<void> {
  const index = events.findIndex((event) => finishes.has(event.type))
  if (index < 0 || by.kind !== 'staff' || !before.task) return
  const { role, heldSince, openedAt } = before.task
  const got = Math.max(heldSince ?? openedAt, (await tx.lastWork(by.person)) ?? 0)
  await tx.saveWork({
    application: before.id,
    version: before.version + 1 + index,
    unit: before.unit,
    service: before.service,
    role,
    person: by.person,
    at: now,
    busyMs: Math.max(0, clock.workingTime(got, now)),
  })
}
