import { isPaperPicture } from '../office/paper/paper-form.ts'
import { isUuid, notFound, openCase, type NotFound, type OpenedCase, type Refused } from './act-on-case.ts'
import { currentAnswers, documentView } from './case-file.ts'
import type { Office, Tx } from './ports.ts'
import { codeMatches, trackingCode } from './tracking-code.ts'
import type { Visitor } from './views.ts'

type Paper = { readonly ok: true; readonly bytes: Uint8Array; readonly fileName: string } | Refused<NotFound>

/** The receipt of a submitted application, made anew from the record in the reader's language. */
export async function receiptPdf(office: Office, visitor: Visitor, id: string): Promise<Paper> {
  const paper = await office.store.transaction(async (tx) => {
    const opened = await ownCase(office, tx, visitor, id)
    return opened && (await receiptPaper(office, tx, opened, visitor.locale))
  })
  return paper ? { ok: true, bytes: await office.papers.receipt(paper), fileName: `${paper.number}.pdf` } : notFound
}

export async function receiptPaper(office: Office, tx: Tx, { application, context, key }: OpenedCase, locale: Visitor['locale']) {
  const documents = (await tx.documents(application.id)).filter((row) => row.current && !isPaperPicture(row.requirement)).map((row) => documentView(office, key, row))
  const unit = await office.places.unit(application.unit)
  if (!unit) throw new Error(`No unit ${application.unit}.`)
  const name = (await currentAnswers(office, tx, key, application))['name']
  return {
    locale,
    service: context.service,
    unit,
    number: application.number,
    code: trackingCode(office, application.id),
    submittedAt: application.submittedAt,
    madeAt: application.madeAt,
    deadline: context.clock.deadline(application),
    applicant: typeof name === 'string' ? name : '',
    documents,
  }
}

/** The signed permit, as it was signed. */
export async function permitPdf(office: Office, visitor: Visitor, id: string): Promise<Paper> {
  return signedFile(office, (tx) => ownCase(office, tx, visitor, id))
}

/** The signed permit for who has the application's number and code: what was sent by e-mail, without the mailbox. */
export async function permitPdfByCode(
  office: Office,
  asked: { readonly number: string; readonly code: string; readonly address: string },
): Promise<Paper> {
  if (!(await office.allow('track', asked.address))) return notFound
  return signedFile(office, async (tx) => {
    const row = await tx.caseByNumber(asked.number)
    const receipt = row ? { held: row.id, application: row.id } : await tx.counterReceipt(asked.number)
    return receipt && codeMatches(office, receipt.held, asked.code) ? openCase(office, tx, receipt.application) : null
  })
}

async function signedFile(office: Office, find: (tx: Tx) => Promise<OpenedCase | null>): Promise<Paper> {
  const found = await office.store.transaction(async (tx) => {
    const opened = await find(tx)
    const permit = opened && (await tx.permitOf(opened.application.id))
    return permit ? { permit, key: opened.key } : null
  })
  if (!found) return notFound
  return { ok: true, bytes: await office.files.get(found.key, found.permit.file), fileName: `${found.permit.number}.pdf` }
}

async function ownCase(office: Office, tx: Tx, visitor: Visitor, id: string): Promise<OpenedCase | null> {
  const opened = isUuid(id) ? await openCase(office, tx, id) : null
  return opened && opened.application.applicant === visitor.person ? opened : null
}
