import { compileFeel } from '../process/index.ts'
import type { Command } from '../office/decide.ts'
import { permitNumber } from '../office/numbers.ts'
import type { OpenedCase } from './act-on-case.ts'
import { currentAnswers } from './case-file.ts'
import type { Office, PermitRow, Tx } from './ports.ts'
import { fillWords, readableAnswers } from './readable-answers.ts'

/** The signer of a permit that the law approved by silence: the office's own seal stands on it, and no official's name. */
export const systemSigner = 'system'

export type IssuedPermit = { readonly signed: Omit<Extract<Command, { kind: 'sign' }>, 'kind'>; readonly row: PermitRow }

/** A permit that a delegated key signed on a device: its number was lent, its code is the seal with the delegation. */
export type SignedAlone = { readonly number: string; readonly code: string; readonly at: number }

/** What the code of a permit says besides its number and when it was signed. */
export type PermitWords = {
  readonly validFrom: string
  readonly validUntil: string
  readonly facts: readonly { readonly key: string; readonly value: string }[]
  readonly claims: Readonly<Record<string, unknown>>
  readonly answers: ReturnType<typeof readableAnswers>
}

/** The words of a case's permit, as they are now: the same on every device, as long as nobody changed the answers. */
export async function permitWords(office: Office, tx: Tx, opened: OpenedCase, unit: string, isDeemed = false): Promise<PermitWords> {
  const { application, context, key } = opened
  const { service } = context
  const answers = await currentAnswers(office, tx, key, application)
  const validFrom = dateOf(service.permit.validFrom, answers)
  const validUntil = dateOf(service.permit.validUntil, answers)
  const words = readableAnswers(office, service, answers, 'id')
  const facts = service.permit.publicFacts.map((fact) => ({ key: fact.key, value: fillWords(fact.value, words) }))
  const claims = {
    svc: service.id, unit, from: validFrom, until: validUntil, ...(isDeemed ? { by: 'law' } : {}),
    ...Object.fromEntries(facts.map((fact) => [fact.key, shorten(fact.value)])),
  }
  return { validFrom, validUntil, facts, claims, answers: words }
}

/**
 * Numbers a permit, makes it, seals and signs it. Its file is on the disk before the transaction ends; one that lost its
 * commit is swept away. A permit of the `systemSigner` says that it is one by operation of law, in the law's words. One that was
 * signed `alone` keeps its number, its moment and its seal; the file gets the office's signature like every other.
 */
export async function issuePermit(office: Office, tx: Tx, opened: OpenedCase, signer: string, alone: SignedAlone | null = null): Promise<IssuedPermit> {
  const { application, context, key } = opened
  const { service, clock } = context
  const now = alone?.at ?? context.now
  const unit = await office.places.unit(application.unit)
  if (!unit) throw new Error(`No unit ${application.unit}.`)
  const deemed = signer === systemSigner ? service.deemedApproval : null
  const { validFrom, validUntil, facts, claims, answers: words } = await permitWords(office, tx, opened, unit.code, deemed !== null)
  const year = clock.date(now).slice(0, 4)
  const number = alone?.number ?? permitNumber(service.numbers.permit, { unit: unit.code, year }, await tx.next(`permit:${service.id}:${unit.code}:${year}`))
  const verifyAddress = `${office.origin}/verify/${number}`
  const jws = alone?.code ?? (await office.seals.sealJws({ iss: office.origin, sub: number, iat: Math.floor(now / 1000), ...claims }))
  const unsigned = await office.papers.permit({
    service, unit, number, application: application.number, answers: words, validFrom, validUntil, signedAt: now, verifyAddress, jws, deemed,
  })
  const reason = deemed ? `${service.permit.title.id}, demi hukum (${deemed.basis})` : service.permit.title.id
  const file = await office.seals.signPdf(unsigned, { reason, location: unit.name.id, name: deemed ? `Segel sistem ${unit.name.id}` : unit.name.id, at: new Date(now) })
  const stored = await office.files.put(key, file)
  const pdf = office.seals.sha256(file)
  const signed = {
    permit: number, validFrom, validUntil, pdf, seal: office.seals.sha256(jws), certificate: office.seals.certificate.fingerprint,
  }
  const row = {
    number,
    application: application.id,
    service: service.id,
    serviceVersion: service.version,
    unit: unit.code,
    facts: office.keys.seal(key, JSON.stringify(facts), 'permit-facts'),
    jws: office.keys.seal(key, jws, 'jws'),
    file: stored.ref,
    pdf,
    signer,
    signedAt: now,
    validFrom,
    validUntil,
    revokedAt: null,
  }
  return { signed, row }
}

function dateOf(expression: string, answers: Readonly<Record<string, unknown>>): string {
  const value = compileFeel(expression)(answers)
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new Error(`The permit's validity ${expression} is no date.`)
  return value
}

/** A QR code must stay readable from paper: long values are cut, the register has them whole. */
function shorten(value: string): string {
  const letters = [...value]
  return letters.length <= 90 ? value : `${letters.slice(0, 89).join('')}…`
}
