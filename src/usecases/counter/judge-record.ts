import { judge, type About, type Judged, type Known, type Upload } from '../../office/counter/judge.ts'
import type { Link } from '../../office/counter/journal.ts'
import type { CounterRecord, Decide, TakeIn } from '../../office/counter/record.ts'
import type { TextRef } from '../../office/application-events.ts'
import { submit } from '../../office/decide.ts'
import { refuseNote } from '../../office/booking/booking-rules.ts'
import type { Service } from '../../office/service.ts'
import { readyForPickup } from '../booking/ready-for-pickup.ts'
import { openCase, type OpenedCase } from '../act-on-case.ts'
import { answersRef, factsOf, openKey } from '../case-file.ts'
import type { DataKey, Office, Tx } from '../ports.ts'
import { cleanWords } from '../words-of-staff.ts'
import type { CounterDevice, LentNumber } from './counter-ports.ts'
import { aboutSigning } from './sign-record.ts'
import { unitOf } from '../submit-application.ts'

/** A record with all that was known when it was judged: what its effects are made from. */
export type Weighed = {
  readonly judged: Judged
  readonly record: CounterRecord
  readonly device: CounterDevice
  readonly at: number
  readonly key: DataKey
  readonly officer: Known['officer']
  readonly opened: OpenedCase | null
  readonly context: OpenedCase['context'] | null
  readonly uploads: ReadonlyMap<string, Upload>
  readonly lent: LentNumber | null
  readonly message: TextRef | null
}

/** What a person vouches for when they look at a record that was set aside, and how it is applied. */
export type Vouched = {
  /** A decision is held against the case as it is now. */
  readonly asNow: boolean
  /** An application goes into the record under these instead of its own. */
  readonly instead: { readonly id: string; readonly number: string; readonly key: DataKey } | null
}

/** Gathers what the office knows of a record, and judges it by the same rules as everything else. `at`: when it was done. */
export async function weighRecord(
  office: Office,
  tx: Tx,
  device: CounterDevice,
  { record, at, key, link, stampIsOurs }: { readonly record: CounterRecord; readonly at: number; readonly key: DataKey; readonly link: Link; readonly stampIsOurs: boolean },
  vouched: Vouched | null = null,
): Promise<Weighed> {
  const then = { ...office, now: () => at }
  const { does } = record
  const opened = does.kind === 'decide' || does.kind === 'sign' ? await caseAt(then, tx, does.application) : null
  const message = opened && messageOf(office, opened.key, record)
  const taken = does.kind === 'take-in' ? await takenIn(then, tx, device, does, key, vouched) : null
  const lent = does.kind === 'check-in' || does.kind === 'ticket' ? await tx.lentNumber(does.ticket) : (taken?.lent ?? null)
  const about = taken?.about ?? (await aboutOf(then, tx, device, record, { opened, message, lent, vouched }))
  const known: Known = {
    device: { unit: device.unit, revoked: device.revokedAt !== null && vouched === null },
    officer: await officerOf(then, tx, device, record),
    link: vouched ? 'whole' : link,
    stampIsOurs: stampIsOurs || vouched !== null,
    commandTaken: vouched === null && (await tx.standings([record.command])).size > 0 && link !== 'known',
    before: await tx.standings(record.after),
    about,
    at,
  }
  return { judged: judge(known, record), record, device, at, key, officer: known.officer, opened, context: taken?.context ?? opened?.context ?? null, uploads: taken?.uploads ?? new Map(), lent, message }
}

/** The duties of the day on which it was done; null for who never signed in on the device. */
async function officerOf(then: Office, tx: Tx, device: CounterDevice, { officer }: CounterRecord): Promise<Known['officer']> {
  if (!(await tx.isOnDevice(device.id, officer))) return null
  const clock = await then.calendars.of(device.unit, tx)
  return { kind: 'staff', person: officer, duties: await tx.dutiesOf(officer, clock.date(then.now())) }
}

async function aboutOf(
  then: Office,
  tx: Tx,
  device: CounterDevice,
  { does }: CounterRecord,
  found: { readonly opened: OpenedCase | null; readonly message: TextRef | null; readonly lent: LentNumber | null; readonly vouched: Vouched | null },
): Promise<About> {
  const { opened, message, lent } = found
  switch (does.kind) {
    case 'take-in':
      throw new Error('An application is looked up by itself.')
    case 'decide':
      return { kind: 'decide', does: found.vouched?.asNow && opened ? asNow(does, opened) : does, application: opened?.application ?? null, context: opened?.context ?? null, message }
    case 'sign':
      return aboutSigning(then, tx, device, does, opened)
    case 'hand-out': {
      const readiness = await readyForPickup(then, tx, { application: does.application })
      const found = readiness.ready || readiness.reason !== 'no-application'
      const notReady = readiness.ready ? (readiness.permit === does.permit ? null : 'other-permit') : readiness.reason
      return { kind: 'hand-out', found, notReady, handedOut: await tx.handedOut(does.application) }
    }
    case 'check-in': {
      const booking = await tx.lockBooking(does.booking)
      const refusal = !booking || booking.place !== lent?.place || booking.desk !== lent.desk ? ({ kind: 'NotFound' } as const) : (refuseNote(booking, 'arrived', then.now()) ?? (booking.state === 'arrived' ? ({ kind: 'AlreadyHere' } as const) : null))
      return { kind: 'visit', reserved: ownTicket(device, lent), refusal: refusal?.kind ?? null }
    }
    case 'ticket':
      return { kind: 'visit', reserved: ownTicket(device, lent), refusal: null }
  }
}

const ownTicket = (device: CounterDevice, lent: LentNumber | null) => (lent?.kind === 'ticket' && lent.device === device.id ? { used: lent.usedBy !== null } : null)

/** A decision as its officer would have made it on the case as it is now. */
function asNow(does: Decide, { application }: OpenedCase): Decide {
  const { task, answersVersion, returned } = application
  return { ...does, seen: { task: task?.task ?? '', answersVersion, returned: returned?.text ?? null } }
}

/** The facts of a case do not run backwards: what was done while it was open elsewhere counts from its last step. */
async function caseAt(then: Office, tx: Tx, id: string): Promise<OpenedCase | null> {
  const opened = await openCase(then, tx, id)
  if (!opened) return null
  const { task, submittedAt } = opened.application
  const now = Math.max(then.now(), submittedAt, task?.openedAt ?? 0, task?.heldSince ?? 0)
  return { ...opened, context: { ...opened.context, now } }
}

async function takenIn(then: Office, tx: Tx, device: CounterDevice, does: TakeIn, key: DataKey, vouched: Vouched | null) {
  await tx.holdCalendar(false)
  const lent = await tx.lentNumber(does.application)
  const mine = lent?.kind === 'application' && lent.device === device.id
  const instead = vouched?.instead ?? null
  const reserved = instead ? { number: does.number, service: does.service, used: false } : mine ? { number: lent.number, service: lent.service ?? '', used: lent.usedBy !== null } : null
  const service = await then.services.at(does.service, does.serviceVersion).catch(() => null)
  const uploads = await uploadsOf(then, tx, does.application, instead?.key ?? null)
  const answers = answersRef(then, instead?.key ?? key, 1, does.answers)
  const context = service && (await contextOf(then, tx, service, does, answers))
  const wrongFields = service && context ? [...new Set(then.services.form(service)(does.answers, context.clock.date(then.now())).map(({ field }) => field))] : []
  return { lent, uploads, context, about: { kind: 'take-in', does, reserved, context, wrongFields, uploads, answers, number: instead?.number ?? does.number } as const }
}

/** What came of an application's scans. Digests are keyed: under another key (`anew`) they are made again from the bytes. */
async function uploadsOf(then: Office, tx: Tx, application: string, anew: DataKey | null): Promise<ReadonlyMap<string, Upload>> {
  const uploads = new Map<string, Upload>()
  for (const { sha256, id, digest, ref, refused } of await tx.counterDocuments(application)) {
    const key = anew && ref !== null ? await openKey(then, tx, application) : null
    const now = key && anew && ref !== null ? then.keys.digest(anew, await then.files.get(key, ref)) : digest
    uploads.set(sha256, refused === null ? { kept: true, document: id, digest: now ?? '' } : { kept: false, why: refused })
  }
  return uploads
}

/** With the calendar of the unit that it goes to, as for an application that comes online. */
async function contextOf(then: Office, tx: Tx, service: Service, does: TakeIn, answers: ReturnType<typeof answersRef>) {
  const context = { now: then.now(), service, facts: factsOf(service, does.answers), clock: await then.calendars.of('', tx) }
  const decision = submit({ number: '', answers, documents: [] }, context)
  return decision.ok ? { ...context, clock: await then.calendars.of(unitOf(service, decision), tx) } : context
}

/** The words of a decision get their reference before it is judged; they are kept only when it stands. */
function messageOf(office: Office, key: DataKey, { does }: CounterRecord): TextRef | null {
  const words = wordsOf(does)
  return words === null ? null : { text: office.newId(), digest: office.keys.digest(key, words) }
}

/** What an officer wrote to the applicant, or the head to the verifier; null when nothing was written. */
export function wordsOf(does: CounterRecord['does']): string | null {
  if (does.kind !== 'decide' || does.outcome === null || does.outcome.kind === 'approve') return null
  const words = cleanWords(does.outcome.message)
  return words === '' ? null : words
}
