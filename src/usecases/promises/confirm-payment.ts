import { isRole } from '../../office/application-events.ts'
import { hear } from '../../office/decide.ts'
import { notFound, openCase, recallCommand, type Acted } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import type { Visitor } from '../views.ts'

/** The message by which a model waits for a payment. */
export const paymentMessage = 'payment-confirmed'

/** Somebody of the case's unit confirms that a payment came in: where its process waits for one, it goes on and the clock runs again. */
export async function confirmPayment(office: Office, visitor: Visitor, request: { readonly id: string; readonly command: string }): Promise<Acted> {
  return office.store.transaction(async (tx): Promise<Acted> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Acted
    const opened = await openCase(office, tx, request.id)
    if (!opened || visitor.kind !== 'staff' || !visitor.duties.some(({ unit, duty }) => unit === opened.application.unit && duty !== 'operator')) return notFound
    const decision = hear(opened.application, paymentMessage, opened.context)
    if (!decision.ok) return decision
    const role = visitor.duties.filter(({ unit }) => unit === opened.application.unit).map(({ duty }) => duty).find(isRole)
    await recordEvents(tx, request.id, opened.application, decision.events, { kind: 'staff', person: visitor.person, role: role === 'head' ? 'head' : 'verifier' }, opened.context)
    await tx.remember(request.command, visitor.person, 'confirm-payment', { ok: true })
    return { ok: true }
  })
}
