import { fireTimer } from '../office/decide.ts'
import { openCase } from './act-on-case.ts'
import type { Office } from './ports.ts'
import { recordEvents } from './record-events.ts'

/** A timer's job ran. When the timer no longer waits (the task is done, the clock stands still), nothing happens. */
export async function runTimer(office: Office, timer: { readonly application: string; readonly element: string; readonly instance?: string }): Promise<boolean> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, timer.application)
    if (!opened) return false
    const decision = fireTimer(opened.application, timer, opened.context)
    if (!decision.ok) return false
    await recordEvents(tx, timer.application, opened.application, decision.events, { kind: 'system' }, opened.context)
    return true
  })
}
