import type { Actor } from '../../office/application-events.ts'
import { isPaperPicture, wrongTime } from '../../office/paper/paper-form.ts'
import { recallCommand, type Refused } from '../act-on-case.ts'
import { correctApplication } from '../correct-application.ts'
import { openDraft } from '../open-draft.ts'
import type { Office } from '../ports.ts'
import { saveAnswers } from '../save-answers.ts'
import { sendDraft } from '../submit-application.ts'
import type { Visitor } from '../views.ts'
import { handOf, paperAtCounter, type SerialRefusal } from './open-paper.ts'
import type { PaperFormRow } from './paper-ports.ts'

export type EnterRefusal =
  | SerialRefusal
  | { readonly kind: 'NotSigned' | 'NoTime' | 'InTheFuture' | 'BeforePrinted' | 'NoPicture' | 'Incomplete' | 'AlreadyUsed' | 'Spoiled' | 'Missing' | 'NothingToCorrect' }

export type Entered = { readonly ok: true; readonly number: string } | Refused<EnterRefusal>

type Entries = Readonly<Record<string, readonly string[]>>

/** Keeps what was typed so far, right or wrong: the answers of the groups, and the time on the receipt (epoch milliseconds). */
export async function keepPaper(
  office: Office,
  visitor: Visitor,
  request: { readonly serial: string; readonly receivedAt: number | null; readonly groups: Readonly<Record<string, Entries>> },
): Promise<{ readonly ok: true } | Refused<EnterRefusal>> {
  const form = await office.store.transaction(async (tx) => {
    const found = await paperAtCounter(office, tx, visitor, request.serial, true)
    if ('kind' in found) return found
    const { receivedAt } = request
    const at = office.now()
    if (receivedAt === null || receivedAt === found.receivedAt || found.state !== 'printed' || wrongTime({ receivedAt, printedAt: found.printedAt, now: at })) return found
    await tx.changePaperForm({ ...found, receivedAt, changedAt: at })
    await tx.recordPaper({ pack: found.pack, form: found.id, person: visitor.person, at, fact: { type: 'received', receivedAt } })
    return found
  })
  if ('kind' in form) return { ok: false, refusal: form }
  const closed = closedBy(form)
  if (closed && closed !== 'AlreadyUsed') return refuse(closed)
  for (const [group, entries] of Object.entries(request.groups)) {
    const saved = await saveAnswers(office, handOf(form, visitor), { id: form.id, group, entries })
    if (!saved.ok) return refuse(closed ?? 'NothingToCorrect')
  }
  return { ok: true }
}

/**
 * Makes the application of a form: once, whoever presses how often on how many machines. Its promise counts from the time on the
 * receipt; that it was typed in later, and by whom, is on the record beside it.
 */
export async function enterPaper(
  office: Office,
  visitor: Visitor,
  request: { readonly serial: string; readonly receivedAt: number | null; readonly signed: boolean; readonly command: string },
): Promise<Entered> {
  return office.store.transaction(async (tx): Promise<Entered> => {
    const known = await recallCommand(tx, request.command, visitor.person)
    if (known) return known as Entered
    const form = await paperAtCounter(office, tx, visitor, request.serial, true)
    if ('kind' in form) return { ok: false, refusal: form }
    const closed = closedBy(form)
    if (closed) return refuse(closed)
    const { receivedAt } = request
    const at = office.now()
    if (receivedAt === null) return refuse('NoTime')
    const wrong = wrongTime({ receivedAt, printedAt: form.printedAt, now: at })
    if (wrong) return refuse(wrong)
    if (!request.signed) return refuse('NotSigned')
    const draft = await openDraft(office, tx, handOf(form, visitor).person, form.id, true)
    if ('kind' in draft) return refuse('NotOnRecord')
    const pictures = draft.documents.filter((document) => isPaperPicture(document.requirement))
    if (pictures.length === 0) return refuse('NoPicture')
    const paper = { serial: form.serial, receivedAt, pictures: pictures.map(({ requirement, id, digest }) => ({ requirement, document: id, digest })) }
    const sent = await sendDraft(office, tx, draft, { by: counterOfficer(visitor), shown: null, paper, madeAt: null })
    if (!sent.ok) return refuse('Incomplete')
    await tx.changePaperForm({ ...form, state: 'used', receivedAt, enteredAt: at, changedAt: at })
    await tx.recordPaper({ pack: form.pack, form: form.id, person: visitor.person, at, fact: { type: 'entered', receivedAt } })
    const answer: Entered = { ok: true, number: sent.number }
    await tx.remember(request.command, visitor.person, 'enter-paper', answer)
    return answer
  })
}

/** Hands in what a verifier asked to be mended, as the applicant brought it to the counter. */
export async function correctPaper(office: Office, visitor: Visitor, request: { readonly serial: string; readonly command: string }): Promise<{ readonly ok: true } | Refused<EnterRefusal | { readonly kind: string }>> {
  const form = await office.store.transaction((tx) => paperAtCounter(office, tx, visitor, request.serial, false))
  if ('kind' in form) return { ok: false, refusal: form }
  return correctApplication(office, handOf(form, visitor), { id: form.id, command: request.command }, counterOfficer(visitor))
}

const counterOfficer = (visitor: Visitor): Actor => ({ kind: 'staff', person: visitor.person, role: 'counter' })

function closedBy({ state }: PaperFormRow): 'AlreadyUsed' | 'Spoiled' | 'Missing' | null {
  return ({ printed: null, used: 'AlreadyUsed', spoiled: 'Spoiled', missing: 'Missing' } as const)[state]
}

const refuse = (kind: Exclude<EnterRefusal['kind'], 'OtherUnit'>): Refused<EnterRefusal> => ({ ok: false, refusal: { kind } })
