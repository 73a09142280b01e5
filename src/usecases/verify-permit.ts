import { openKey } from './case-file.ts'
import { systemSigner } from './issue-permit.ts'
import { noUnit } from './officer-queue.ts'
import type { Office, PermitRow, Tx } from './ports.ts'
import type { SealCheck, VerifyView } from './views.ts'

/** The facts of a permit that anyone who checks it may see, as the register keeps them. */
export type PublicFacts = readonly { readonly key: string; readonly value: string }[]

/** What the office's register says of a permit number: genuine, not yet or no longer in force, revoked, or unknown. */
export async function verifyPermit(office: Office, number: string): Promise<VerifyView> {
  const known = await office.store.reading(readFrom(office, number))
  // It may have been signed a moment ago: only the primary can say that there is none.
  return known.status === 'unknown' ? office.store.transaction(readFrom(office, number)) : known
}

function readFrom(office: Office, number: string): (tx: Tx) => Promise<VerifyView> {
  return async (tx) => {
    const row = number.length <= 60 ? await tx.permit(number) : null
    if (!row) return lentOrUnknown(tx, number.slice(0, 60))
    const service = await office.services.at(row.service, row.serviceVersion)
    const facts = await publicFacts(office, tx, row)
    const labels = new Map(service.permit.publicFacts.map((fact) => [fact.key, fact.label]))
    const unit = await office.places.unit(row.unit)
    return {
      status: statusOf(row, office.today()),
      number: row.number,
      service,
      facts: facts.flatMap((fact) => {
        const label = labels.get(fact.key)
        return label ? [{ label, value: fact.value }] : []
      }),
      unit: unit ?? noUnit(row.unit),
      signedAt: row.signedAt,
      validFrom: row.validFrom,
      validUntil: row.validUntil,
      revokedAt: row.revokedAt,
      deemed: row.signer === systemSigner ? service.deemedApproval : null,
    }
  }
}

/** A number that was lent to a head's device: its permit may be on the way (awaited), or it does not count (void). */
async function lentOrUnknown(tx: Tx, number: string): Promise<VerifyView> {
  const lent = await tx.delegatedNumber(number)
  if (!lent) return { status: 'unknown', number }
  return { status: lent.refusedAt !== null || lent.revokedAt !== null ? 'void' : 'awaited', number }
}

/** Whether the code of a QR was made by this office, unchanged, and for this very permit. */
export async function checkSeal(office: Office, number: string, jws: string): Promise<SealCheck> {
  const judged = jws.length > 8_000 ? { ok: false as const, reason: 'malformed' as const } : await office.seals.verifyJws(jws.trim())
  if (!judged.ok) return judged.reason === 'malformed' ? 'malformed' : 'not-ours'
  return judged.facts['sub'] === number ? 'genuine' : 'other-permit'
}

/** Whether a PDF is, byte by byte, the one that was signed under this number. */
export async function checkPdf(office: Office, number: string, bytes: Uint8Array): Promise<'genuine' | 'changed' | 'unknown'> {
  const row = await office.store.transaction((tx) => tx.permit(number.slice(0, 60)))
  if (!row) return 'unknown'
  return office.seals.sha256(bytes) === row.pdf ? 'genuine' : 'changed'
}

function statusOf(row: PermitRow, today: string): Exclude<VerifyView['status'], 'unknown' | 'awaited' | 'void'> {
  if (row.revokedAt !== null) return 'revoked'
  if (today < row.validFrom) return 'not-yet'
  return today > row.validUntil ? 'expired' : 'genuine'
}

/** Empty when the holder's data was erased: number, dates and unit still stand. */
async function publicFacts(office: Office, tx: Tx, row: PermitRow): Promise<PublicFacts> {
  const key = await openKey(office, tx, row.application)
  return key ? (JSON.parse(new TextDecoder().decode(office.keys.open(key, row.facts, 'permit-facts'))) as PublicFacts) : []
}
