import { isUuid, recallCommand, type Refused } from '../act-on-case.ts'
import { hasDuty, noUnit } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import { trackingCode } from '../tracking-code.ts'
import type { Visitor } from '../views.ts'
import { officeSerial } from './office-serial.ts'
import type { PaperFormRow, PaperPackRow } from './paper-ports.ts'

/** As many as a counter needs in a day, and as a printer takes in one go. */
export const mostForms = 50

/** The head of a unit, or whoever may run commands on the office's own machine. */
export type Printer = Visitor | { readonly kind: 'command' }

export type PackAsked = { readonly unit: string; readonly service: string; readonly forms: number; readonly locale: 'id' | 'en'; readonly command: string }
export type PackRefusal = Refused<{ readonly kind: 'NoDuty' | 'UnknownUnit' | 'UnknownService' | 'BadCount' | 'NotFound' }>
type Printed = { readonly ok: true; readonly pack: string } | PackRefusal

/**
 * Numbers a pack of forms of one service for a unit. Each has its serial, and the id of the application that it may become, on the
 * record before anything is drawn: what is printed twice by mistake is still the same forms.
 */
export async function printPack(office: Office, printer: Printer, asked: PackAsked): Promise<Printed> {
  if (!mayPrint(printer, asked.unit)) return refuse('NoDuty')
  const service = office.services.current(asked.service)
  if (!service) return refuse('UnknownService')
  if (!(await office.places.unit(asked.unit))) return refuse('UnknownUnit')
  if (!Number.isInteger(asked.forms) || asked.forms < 1 || asked.forms > mostForms) return refuse('BadCount')
  const person = personOf(printer)
  return office.store.transaction(async (tx): Promise<Printed> => {
    const known = await recallCommand(tx, asked.command, person ?? 'command')
    if (known) return known as Printed
    const { unit, locale } = asked
    const at = office.now()
    const pack: PaperPackRow = { id: office.newId(), unit, service: service.id, serviceVersion: service.version, locale, printedBy: person, printedAt: at }
    const forms: PaperFormRow[] = []
    for (let index = 0; index < asked.forms; index++) forms.push(newForm(office, pack, await tx.next(`paper:${unit}`)))
    await tx.savePaperPack(pack, forms)
    await tx.recordPaper({ pack: pack.id, form: null, person, at, fact: { type: 'printed', forms: forms.length } })
    const answer: Printed = { ok: true, pack: pack.id }
    await tx.remember(asked.command, person ?? 'command', 'print-pack', answer)
    return answer
  })
}

/** The pack as one PDF, drawn anew from the record. Each time that it is fetched is on the record, since paper can be copied. */
export async function packPdf(office: Office, printer: Printer, id: string): Promise<{ readonly ok: true; readonly bytes: Uint8Array; readonly fileName: string } | PackRefusal> {
  const found = await office.store.transaction(async (tx) => {
    const pack = await ownPack(tx, printer, id)
    if (!pack) return null
    await tx.recordPaper({ pack: id, form: null, person: personOf(printer), at: office.now(), fact: { type: 'downloaded' } })
    return { pack, forms: await tx.formsOfPack(id) }
  })
  if (!found) return refuse('NotFound')
  const { pack, forms } = found
  const bytes = await office.papers.paperPack({
    locale: pack.locale,
    service: await office.services.at(pack.service, pack.serviceVersion),
    unit: (await office.places.unit(pack.unit)) ?? noUnit(pack.unit),
    printedAt: pack.printedAt,
    forms: forms.map((form) => ({ serial: form.serial, code: trackingCode(office, form.id) })),
  })
  return { ok: true, bytes, fileName: `${forms[0]?.serial ?? id}.pdf` }
}

/** A pack of a unit that this printer answers for; null for others and made-up ones alike. */
export async function ownPack(tx: Tx, printer: Printer, id: string): Promise<PaperPackRow | null> {
  const pack = isUuid(id) ? await tx.paperPack(id) : null
  return pack && mayPrint(printer, pack.unit) ? pack : null
}

function newForm(office: Office, pack: PaperPackRow, sequence: number): PaperFormRow {
  const { unit, service, printedAt } = pack
  const serial = officeSerial(office, unit, sequence)
  return { id: office.newId(), serial, pack: pack.id, unit, service, state: 'printed', reason: null, printedAt, openedAt: null, receivedAt: null, enteredAt: null, changedAt: printedAt }
}

const mayPrint = (printer: Printer, unit: string): boolean => printer.kind === 'command' || hasDuty(printer, unit, 'head')
const personOf = (printer: Printer): string | null => (printer.kind === 'command' ? null : printer.person)
const refuse = (kind: PackRefusal['refusal']['kind']): PackRefusal => ({ ok: false, refusal: { kind } })
