import { accountFor, type Account, type AccountRefusal } from '../../office/paper/paper-form.ts'
import { notFound, recallCommand, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty } from '../officer-queue.ts'
import type { Office } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { readOfficeSerial } from './office-serial.ts'
import type { CountedPack, PaperFormRow, PaperHistoryRow, PaperPackRow } from './paper-ports.ts'
import { ownPack } from './print-pack.ts'

const mostPacks = 200
const mostOpen = 500
const mostHistory = 500

/** Who did it, by name; null for the command on the server. */
export type PaperHistoryLine = PaperHistoryRow & { readonly who: string | null }

/** All packs of a unit, and every form of it that is neither used nor accounted for. For its head. */
export async function readPacks(office: Office, visitor: Visitor, unit: string): Promise<{ readonly ok: true; readonly packs: readonly CountedPack[]; readonly open: readonly PaperFormRow[] } | Refused<{ readonly kind: 'NoDuty' }>> {
  if (!hasDuty(visitor, unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  return office.store.transaction(async (tx) => ({ ok: true, packs: await tx.paperPacks(unit, mostPacks), open: await tx.unaccountedForms(unit, mostOpen) }))
}

/** One pack with each of its forms and all that happened to them. */
export async function readPack(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly pack: PaperPackRow; readonly forms: readonly PaperFormRow[]; readonly history: readonly PaperHistoryLine[] } | Refused<NotFound>> {
  return office.store.transaction(async (tx) => {
    const pack = await ownPack(tx, visitor, id)
    if (!pack) return notFound
    const history = await tx.paperHistory(id, mostHistory)
    const names = await tx.names([...new Set(history.flatMap(({ person }) => person ?? []))])
    return { ok: true, pack, forms: await tx.formsOfPack(id), history: history.map((row) => ({ ...row, who: row.person && (names.get(row.person) ?? '—') })) }
  })
}

export type Accounted = { readonly ok: true } | Refused<NotFound | { readonly kind: AccountRefusal }>

/** The head says what became of a form that is not used: spoiled, missing, or found after all. */
export async function accountForPaper(office: Office, visitor: Visitor, request: { readonly serial: string; readonly account: Account; readonly command: string }): Promise<Accounted> {
  const read = readOfficeSerial(office, request.serial)
  if (!read.ok || !hasDuty(visitor, read.unit, 'head')) return notFound
  return office.store.transaction(async (tx): Promise<Accounted> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Accounted
    const form = await tx.paperForm({ serial: read.serial }, true)
    if (!form) return notFound
    const accounted = accountFor(form.state, request.account)
    if (!accounted.ok) return { ok: false, refusal: { kind: accounted.refusal } }
    const at = office.now()
    const reason = 'reason' in accounted.fact ? accounted.fact.reason : null
    await tx.changePaperForm({ ...form, state: accounted.state, reason, changedAt: at })
    await tx.recordPaper({ pack: form.pack, form: form.id, person: visitor.person, at, fact: accounted.fact })
    await tx.remember(request.command, visitor.person, 'account-for-paper', { ok: true })
    return { ok: true }
  })
}
