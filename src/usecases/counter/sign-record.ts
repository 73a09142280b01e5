import type { About } from '../../office/counter/judge.ts'
import type { Sign } from '../../office/counter/record.ts'
import { decide } from '../../office/decide.ts'
import { actorOf, type OpenedCase } from '../act-on-case.ts'
import { issuePermit, permitWords } from '../issue-permit.ts'
import type { Office, Tx } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import type { CounterDevice } from './counter-ports.ts'
import type { Weighed } from './judge-record.ts'

/** Between the device's two words for one moment, in the seal and in the record, there is no more than this. */
const sameMoment = 60_000

/** What the office knows of a permit that was signed on a device that was alone. Holds the delegation until commit. */
export async function aboutSigning(then: Office, tx: Tx, device: CounterDevice, does: Sign, opened: OpenedCase | null): Promise<Extract<About, { kind: 'sign' }>> {
  await tx.lockDelegation(does.delegation)
  const row = await tx.delegation(does.delegation)
  const delegation = row?.device === device.id ? { ...row, isRevoked: row.revokedAt !== null } : null
  const lent = await tx.delegatedNumber(does.permit)
  const isLent = lent?.delegation === does.delegation && lent.service === opened?.application.service
  const number = isLent ? { used: lent.command !== null || lent.refusedAt !== null } : null
  const sealHolds = row !== null && opened !== null && (await holds(then, tx, does, row.jws, opened))
  return { kind: 'sign', does, application: opened?.application ?? null, context: opened?.context ?? null, delegation, number, sealHolds }
}

/** The seal says exactly what the office's own would say of this case, under this number and of that moment. */
async function holds(then: Office, tx: Tx, does: Sign, delegation: string, opened: OpenedCase): Promise<boolean> {
  const read = await then.seals.verifyJws(`${does.seal}~${delegation}`)
  if (!read.ok || read.delegation !== does.delegation) return false
  const { iat, ...says } = read.facts
  const { claims } = await permitWords(then, tx, opened, opened.application.unit)
  const isThen = typeof iat === 'number' && Math.abs(iat * 1000 - then.now()) <= sameMoment
  return isThen && inOrder(says) === inOrder({ iss: then.origin, sub: does.permit, ...claims })
}

const inOrder = (value: Readonly<Record<string, unknown>>) => JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** The permit comes into the register under its number and with its seal, and its file gets the office's signature. */
export async function applySigning(then: Office, tx: Tx, { opened, officer, record, at }: Weighed, does: Sign): Promise<void> {
  const delegation = await tx.delegation(does.delegation)
  if (!opened || !officer || !delegation) throw new Error('A permit needs its case, its signer and its delegation.')
  const { application, context } = opened
  const { signed, row } = await issuePermit(then, tx, opened, officer.person, { number: does.permit, code: `${does.seal}~${delegation.jws}`, at })
  const decision = decide(application, officer, { kind: 'sign', ...signed }, context)
  if (!decision.ok) throw new Error(`What was judged can not be signed: ${decision.refusal.kind}.`)
  const visitor = { kind: 'staff', person: officer.person, email: '', name: '', duties: officer.duties, locale: 'id' } as const
  await recordEvents(tx, application.id, application, decision.events, actorOf(visitor, application, decision.events), context)
  await tx.savePermit(row)
  await tx.usePermitNumber(does.permit, record.command)
}
