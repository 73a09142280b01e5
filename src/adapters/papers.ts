import { words } from '#words'
import { fillWords, longDate } from '../usecases/readable-answers.ts'
import type { Papers, PermitPaper, ReceiptPaper } from '../usecases/ports.ts'
import { writeCalendar } from './calendar/write-calendar.ts'
import { dateAndTime } from './moments.ts'
import { packInput } from './pack-input.ts'
import { renderPack, renderPermit, renderReceipt } from './pdf/index.ts'

const officeName = 'DPMPTSP Provinsi DKI Jakarta'

/** Makes the office's papers: fills the service's template and the receipt's words, and has them drawn. */
export function openPapers(origin: string, mailFrom: string): Papers {
  const sender = { host: new URL(origin).hostname, from: /<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom }
  return {
    permit: (paper) => renderPermit(permitInput(paper)),
    receipt: (paper) => renderReceipt(receiptInput(origin, paper)),
    paperPack: (paper) => renderPack(packInput(origin, officeName, paper)),
    calendar: async (paper) => new TextEncoder().encode(writeCalendar(paper, sender)),
  }
}

/** A permit is a document of the office, so it is in Indonesian whatever language it was asked for in. */
function permitInput(paper: PermitPaper): Parameters<typeof renderPermit>[0] {
  const { service, unit } = paper
  const t = words('id')
  const values = {
    ...(paper.answers as Readonly<Record<string, string>>),
    number: paper.application,
    valid_from: longDate(paper.validFrom, 'id'),
    valid_until: longDate(paper.validUntil, 'id'),
  }
  const facts = service.permit.facts.map((fact) => ({ label: fact.label.id, value: fillWords(fact.value, values) }))
  return {
    locale: 'id',
    office: { name: officeName, unit: unit.name.id, address: unit.address },
    title: service.permit.title.id,
    number: paper.number,
    intro: fillWords(service.permit.intro.id, values),
    facts: facts.filter((fact) => fact.value !== ''),
    terms: service.permit.terms.map((term) => term.id),
    legalBasis: service.legalBasis.map((law) => `${law.title}: ${law.about.id}`),
    validity: fillWords(service.permit.validity.id, values),
    signer: { role: t(paper.deemed ? 'mail.permit.pdf.system' : 'mail.permit.pdf.signer'), unit: unit.name.id },
    ...(paper.deemed ? { deemed: { words: paper.deemed.words.id, mark: t('mail.permit.pdf.deemed') } } : {}),
    place: 'Jakarta',
    signedOn: dateAndTime(paper.signedAt, 'id', 'date', unit.zone),
    verify: { address: paper.verifyAddress, qr: `${paper.verifyAddress}#${paper.jws}`, words: t('mail.permit.pdf.verify') },
    createdAt: new Date(paper.signedAt),
  }
}

function receiptInput(origin: string, paper: ReceiptPaper): Parameters<typeof renderReceipt>[0] {
  const { locale, service, unit } = paper
  const t = words(locale)
  const address = `${origin}/track`
  return {
    locale,
    office: { name: officeName, unit: unit.name[locale], address: unit.address },
    service: service.name[locale],
    number: paper.number,
    code: paper.code,
    submittedAt: dateAndTime(paper.submittedAt, locale, 'date-time', unit.zone),
    madeAt: paper.madeAt === null ? null : dateAndTime(paper.madeAt, locale, 'date-time', unit.zone),
    deadline: paper.deadline === null ? t('mail.receipt.pdf.stopped') : dateAndTime(paper.deadline, locale, 'date-time', unit.zone),
    applicant: paper.applicant,
    documents: paper.documents.map((document) => ({
      label: service.documents.find((each) => each.key === document.requirement)?.name[locale] ?? document.requirement,
      detail: `${document.fileName} (${Math.max(1, Math.round(document.size / 1024))} kB)`,
    })),
    fee: service.fee === 0 ? t('mail.free') : new Intl.NumberFormat('id-ID', { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 }).format(service.fee),
    track: { address, qr: address },
    words: {
      title: t('mail.receipt.pdf.title'),
      lead: t('mail.receipt.pdf.lead'),
      number: t('mail.receipt.pdf.number'),
      code: t('mail.receipt.pdf.code'),
      deadline: t('mail.receipt.pdf.deadline'),
      service: t('mail.receipt.pdf.service'),
      applicant: t('mail.receipt.pdf.applicant'),
      submittedAt: t('mail.receipt.pdf.submitted'),
      madeAt: t('line.receipt.made'),
      fee: t('mail.receipt.pdf.fee'),
      documents: t('mail.receipt.pdf.documents'),
      track: t('mail.receipt.pdf.track'),
      trackHint: t('mail.receipt.pdf.hint'),
      keep: t('mail.receipt.pdf.keep'),
    },
    createdAt: new Date(paper.submittedAt),
  }
}
