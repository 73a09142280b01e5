import { decideDelivery, type DeliveryCommand, type DeliveryRefusal } from '../../office/delivery.ts'
import { isUuid, notFound, recallCommand, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import type { DeliveryJob, DeliveryRow } from './delivery-ports.ts'
import { isHandoverCode } from './handover-code.ts'

export type Changed = { readonly ok: true } | Refused<NotFound | DeliveryRefusal>
type Request = { readonly id: string; readonly command: string }

/** The applicant no longer wants it brought. */
export const cancelDelivery = (office: Office, visitor: Visitor, request: Request) => change(office, visitor, 'applicant', request, async () => ({ kind: 'cancel' }))

/** A new handover code: the old one was seen by somebody, or was typed in wrong too often. */
export const renewHandoverCode = (office: Office, visitor: Visitor, request: Request) => change(office, visitor, 'applicant', request, async () => ({ kind: 'renew-code' }))

/** The counter gives the signed paper to the courier. */
export const handToCourier = (office: Office, visitor: Visitor, request: Request) =>
  change(office, visitor, 'counter', request, async (tx, row) => ({ kind: 'hand-over', signed: (await tx.caseRow(row.application))?.state === 'approved' }))

/** The courier comes back with the code that the recipient said: it was delivered. A wrong code is refused and counted. */
export const confirmDelivery = (office: Office, visitor: Visitor, request: Request & { readonly code: string }) =>
  change(office, visitor, 'counter', request, async (_, row) => ({ kind: 'confirm', codeIsRight: isHandoverCode(office, row, request.code) }))

/** Nobody was there: the paper is at the counter again. */
export const takeBackFromCourier = (office: Office, visitor: Visitor, request: Request) => change(office, visitor, 'counter', request, async () => ({ kind: 'come-back' }))

async function change(
  office: Office,
  visitor: Visitor,
  who: 'applicant' | 'counter',
  request: Request,
  prepare: (tx: Tx, row: DeliveryRow) => Promise<DeliveryCommand>,
): Promise<Changed> {
  if (!isUuid(request.id)) return notFound
  return office.store.transaction(async (tx): Promise<Changed> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Changed
    const row = await tx.delivery(request.id)
    if (!row || !mayChange(visitor, who, row)) return notFound
    const command = await prepare(tx, row)
    const answer = await settleDelivery(office, tx, row, command, visitor.person)
    await tx.remember(request.command, visitor.person, `delivery-${command.kind}`, answer)
    return answer
  })
}

/** Lets the rules decide and saves what follows: the row, the fact, the message. `person` null: the office itself. */
export async function settleDelivery(office: Office, tx: Tx, row: DeliveryRow, command: DeliveryCommand, person: string | null): Promise<Changed> {
  const { after, fact, refusal } = decideDelivery(row, command)
  const now = office.now()
  if (fact) {
    await tx.saveDelivery({ ...row, ...after, changedAt: now })
    await tx.recordDelivery({ delivery: row.id, type: fact, person, at: now })
    // Who cancels it themselves needs no message about it.
    if (isMessage(fact) && !(fact === 'cancelled' && person === row.person)) await tx.enqueue({ task: 'delivery-mail', delivery: row.id, message: fact })
  }
  return refusal ? { ok: false, refusal } : { ok: true }
}

function isMessage(fact: string): fact is DeliveryJob['message'] {
  return fact === 'handed-over' || fact === 'came-back' || fact === 'delivered' || fact === 'cancelled'
}

function mayChange(visitor: Visitor, who: 'applicant' | 'counter', row: DeliveryRow): boolean {
  return who === 'applicant' ? visitor.kind === 'citizen' && visitor.person === row.person : hasDuty(visitor, row.unit, 'counter')
}
