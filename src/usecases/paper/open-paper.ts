import type { Application } from '../../office/application.ts'
import { isPaperPicture, paperApplicant } from '../../office/paper/paper-form.ts'
import type { Service } from '../../office/service.ts'
import type { Refused } from '../act-on-case.ts'
import { documentView, openKey } from '../case-file.ts'
import { hasDuty, noUnit } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import { readDraft } from '../read-draft.ts'
import type { DocumentView, DraftView, UnitView, Visitor } from '../views.ts'
import { readOfficeSerial } from './office-serial.ts'
import type { PaperFormRow } from './paper-ports.ts'

/** Why a serial opens nothing. `unit`: where the form belongs to, for one of another unit. */
export type SerialRefusal = { readonly kind: 'NoSerial' | 'Forged' | 'NotOnRecord' | 'NoDuty' | 'TooMany' } | { readonly kind: 'OtherUnit'; readonly unit: UnitView }

/** A form at the counter: what is printed on it, and how far it is typed in. */
export type PaperView = {
  readonly form: PaperFormRow
  readonly service: Service
  readonly unit: UnitView
  /** What can be typed now: the whole form, or what a verifier asked to be mended. Null when nothing can. */
  readonly draft: DraftView | null
  readonly pictures: readonly DocumentView[]
  /** Set once it is an application. */
  readonly number: string | null
}

/** Takes what was typed, or the text of a QR code, and gives the serial that the officer may work on. */
export async function findPaper(office: Office, visitor: Visitor, typed: string): Promise<{ readonly ok: true; readonly serial: string } | Refused<SerialRefusal>> {
  if (!(await office.allow('paper', visitor.person))) return { ok: false, refusal: { kind: 'TooMany' } }
  return office.store.transaction(async (tx) => {
    const found = await paperAtCounter(office, tx, visitor, typed, false)
    return 'kind' in found ? { ok: false, refusal: found } : { ok: true, serial: found.serial }
  })
}

/** The form of a serial for who serves at the counters of its unit; everybody else learns no more than whose it is. */
export async function paperAtCounter(office: Office, tx: Tx, visitor: Visitor, typed: string, lock: boolean): Promise<PaperFormRow | SerialRefusal> {
  if (visitor.kind !== 'staff' || !visitor.duties.some(({ duty }) => duty === 'counter')) return { kind: 'NoDuty' }
  const read = readOfficeSerial(office, typed)
  if (!read.ok) return { kind: read.kind }
  if (!hasDuty(visitor, read.unit, 'counter')) return { kind: 'OtherUnit', unit: (await office.places.unit(read.unit)) ?? noUnit(read.unit) }
  return (await tx.paperForm({ serial: read.serial }, lock)) ?? { kind: 'NotOnRecord' }
}

/**
 * Opens the application of a serial. The first officer to do so begins its draft, which belongs to nobody's account; everybody
 * after, on any machine, finds the same one.
 */
export async function openPaper(office: Office, visitor: Visitor, serial: string): Promise<{ readonly ok: true; readonly view: PaperView } | Refused<SerialRefusal>> {
  const opened = await office.store.transaction(async (tx) => {
    const form = await paperAtCounter(office, tx, visitor, serial, true)
    if ('kind' in form) return form
    const begun = form.state === 'printed' && form.openedAt === null ? await begin(office, tx, visitor, form) : form
    const application = await tx.load(form.id)
    return { form: begun, application, pictures: await picturesOf(office, tx, form.id), version: (await tx.paperPack(form.pack))?.serviceVersion ?? '' }
  })
  if ('kind' in opened) return { ok: false, refusal: opened }
  const { form, application } = opened
  const draft = mayType(form, application) ? await readDraft(office, handOf(form, visitor), form.id) : null
  const view = draft?.ok ? draft.view : null
  return {
    ok: true,
    view: {
      form,
      service: view?.service ?? (await office.services.at(form.service, application?.serviceVersion ?? opened.version)),
      unit: (await office.places.unit(form.unit)) ?? noUnit(form.unit),
      draft: view,
      pictures: opened.pictures,
      number: application?.number ?? null,
    },
  }
}

/** The officer's hand writes for somebody without an account: the same use cases, in the name of the form's applicant. */
export function handOf(form: Pick<PaperFormRow, 'id'>, visitor: Visitor): Visitor {
  return { kind: 'citizen', person: paperApplicant(form.id), email: '', locale: visitor.locale }
}

function mayType(form: PaperFormRow, application: Application | null): boolean {
  return application ? application.correction !== null : form.state === 'printed'
}

async function begin(office: Office, tx: Tx, visitor: Visitor, form: PaperFormRow): Promise<PaperFormRow> {
  const service = office.services.current(form.service)
  if (!service) throw new Error(`No service ${form.service} is published.`)
  const at = office.now()
  await tx.saveDataKey(form.id, office.keys.newDataKey().wrapped)
  await tx.saveDraft({ id: form.id, person: paperApplicant(form.id), service: service.id, serviceVersion: service.version, answers: null, changed: {}, savedAt: at })
  const begun = { ...form, openedAt: at, changedAt: at }
  await tx.changePaperForm(begun)
  await tx.recordPaper({ pack: form.pack, form: form.id, person: visitor.person, at, fact: { type: 'opened' } })
  return begun
}

async function picturesOf(office: Office, tx: Tx, id: string): Promise<readonly DocumentView[]> {
  const rows = (await tx.documents(id)).filter((each) => each.current && isPaperPicture(each.requirement))
  const key = rows.length > 0 ? await openKey(office, tx, id) : null
  return key ? rows.map((row) => documentView(office, key, row)) : []
}
