import { compileFeel } from '../process/index.ts'
import { decide, type Command, type Refusal } from '../office/decide.ts'
import { permitNumber } from '../office/numbers.ts'
import { mayNot } from '../office/permissions.ts'
import { actorOf, notFound, openCase, personOf, type NotFound, type OpenedCase, type Refused } from './act-on-case.ts'
import { currentAnswers } from './case-file.ts'
import { fillWords, readableAnswers } from './readable-answers.ts'
import type { Office, Tx } from './ports.ts'
import { recordEvents } from './record-events.ts'
import type { Visitor } from './views.ts'

export { returnToVerifier } from './decide-case.ts'

export type SignResult =
  | { readonly id: string; readonly ok: true; readonly permit: string }
  | { readonly id: string; readonly ok: false; readonly refusal: Refusal | NotFound | { readonly kind: 'Failed' } }

/** Signs one case or many. Each stands alone: what can't be signed is said beside it and holds up no other. */
export async function signPermits(
  office: Office,
  visitor: Visitor,
  request: { readonly ids: readonly string[]; readonly command: string },
): Promise<{ readonly ok: true; readonly results: readonly SignResult[] }> {
  const results: SignResult[] = []
  for (const id of new Set(request.ids)) {
    const signed = await signOne(office, visitor, id)
    results.push(signed.ok ? { id, ...signed } : { id, ...signed })
  }
  return { ok: true, results }
}

/**
 * The permit is numbered, made, sealed and signed, and its facts recorded, in one transaction: either the permit is
 * there whole or not at all. The signed file is on the disk before the commit; one that lost its commit is swept away.
 */
async function signOne(
  office: Office,
  visitor: Visitor,
  id: string,
): Promise<{ readonly ok: true; readonly permit: string } | Refused<Refusal | NotFound>> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    if (!opened || visitor.kind !== 'staff') return notFound
    const { application } = opened
    // Signing twice (a double click, a retry) finds the permit that is there.
    if (application.permit && mayNot(personOf(visitor), 'read-case', application) === null) return { ok: true, permit: application.permit }
    const denial = application.outcome ? ({ kind: 'Decided' } as const) : mayNot(personOf(visitor), 'sign', application)
    if (denial) return { ok: false, refusal: denial }
    const issued = await issue(office, tx, opened)
    const decision = decide(application, personOf(visitor), issued.command, opened.context)
    if (!decision.ok) return decision
    await tx.savePermit({ ...issued.row, signer: visitor.person })
    await recordEvents(tx, id, application, decision.events, actorOf(visitor, application, decision.events), opened.context)
    return { ok: true, permit: issued.row.number }
  })
}

async function issue(office: Office, tx: Tx, opened: OpenedCase) {
  const { application, context, key } = opened
  const { service, clock, now } = context
  const unit = await office.places.unit(application.unit)
  if (!unit) throw new Error(`No unit ${application.unit}.`)
  const answers = await currentAnswers(office, tx, key, application)
  const year = clock.date(now).slice(0, 4)
  const number = permitNumber(service.numbers.permit, { unit: unit.code, year }, await tx.next(`permit:${service.id}:${unit.code}:${year}`))
  const validFrom = dateOf(service.permit.validFrom, answers)
  const validUntil = dateOf(service.permit.validUntil, answers)
  const words = readableAnswers(office, service, answers, 'id')
  const facts = service.permit.publicFacts.map((fact) => ({ key: fact.key, value: fillWords(fact.value, words) }))
  const verifyAddress = `${office.origin}/verify/${number}`
  const jws = await office.seals.sealJws({
    iss: office.origin,
    sub: number,
    iat: Math.floor(now / 1000),
    svc: service.id,
    unit: unit.code,
    from: validFrom,
    until: validUntil,
    ...Object.fromEntries(facts.map((fact) => [fact.key, shorten(fact.value)])),
  })
  const unsigned = await office.papers.permit({
    service, unit, number, application: application.number, answers: words, validFrom, validUntil, signedAt: now, verifyAddress, jws,
  })
  const signed = await office.seals.signPdf(unsigned, { reason: service.permit.title.id, location: unit.name.id, name: unit.name.id, at: new Date(now) })
  const stored = await office.files.put(key, signed)
  const pdf = office.seals.sha256(signed)
  const command: Command = {
    kind: 'sign', permit: number, validFrom, validUntil, pdf, seal: office.seals.sha256(jws), certificate: office.seals.certificate.fingerprint,
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
    signedAt: now,
    validFrom,
    validUntil,
    revokedAt: null,
  }
  return { command, row }
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
