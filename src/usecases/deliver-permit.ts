import { deliver } from '../office/decide.ts'
import { openCase } from './act-on-case.ts'
import type { Office } from './ports.ts'
import { recordEvents } from './record-events.ts'

/** The signed permit is online from the moment it is signed; this records it and sends it by e-mail as well. */
export async function deliverPermit(office: Office, id: string): Promise<boolean> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened) return false
    const decision = deliver(opened.application, opened.context)
    if (!decision.ok) return false
    await recordEvents(tx, id, opened.application, decision.events, { kind: 'system' }, opened.context)
    await tx.enqueue({ task: 'mail', message: 'permit', application: id })
    return true
  })
}
