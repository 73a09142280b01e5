import type { Application } from '../../office/application.ts'
import type { CounterRecord } from '../../office/counter/record.ts'
import { applicationNumber } from '../../office/numbers.ts'
import type { DutyName } from '../../office/application-events.ts'
import { notFound, openCase, type NotFound, type Refused } from '../act-on-case.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import type { Visitor } from '../views.ts'
import { cleanWords } from '../words-of-staff.ts'
import type { CounterAnswer, CounterRow, Resolution } from './counter-ports.ts'
import type { Vouched } from './judge-record.ts'
import { judgeAgainIn, openRecord, refuseNumber, settleWaiting } from './sync-counter.ts'

/** A record before a person: what was done at the counter on one side, how the office's record stands on the other. */
export type OpenRecordView = {
  readonly hash: string
  readonly device: string
  readonly officer: string
  readonly at: number
  readonly arrivedAt: number
  readonly verdict: 'waiting' | 'set-aside'
  readonly answer: CounterAnswer
  /** What the device brought; null when it is damaged, or its person was erased. */
  readonly does: CounterRecord['does'] | null
  /** The number of the application that it is about. */
  readonly number: string | null
  readonly now: Pick<Application, 'outcome' | 'task' | 'correction'> & { readonly id: string; readonly holder: string | null } | null
  readonly can: readonly Resolution[]
}

const mostListed = 100
/** Who may put right what a counter did: who heads the unit, and who serves at its counters. */
const mayResolve = (visitor: Visitor, unit: string) => hasDuty(visitor, unit, 'head') || hasDuty(visitor, unit, 'counter')

/** What waits for a person in a unit, and what waits for something else, oldest first. Looks at cases go on the record. */
export async function listOpenRecords(
  office: Office,
  visitor: Visitor,
  unit: string,
): Promise<{ readonly ok: true; readonly items: readonly OpenRecordView[]; readonly counts: { readonly setAside: number; readonly waiting: number } } | Refused<NoDuty>> {
  if (!mayResolve(visitor, unit)) return { ok: false, refusal: { kind: 'NoDuty' } }
  return office.store.transaction(async (tx) => {
    const rows = await tx.openRecords(unit, mostListed)
    const devices = new Map((await tx.counterDevices(unit)).map(({ id, name }) => [id, name]))
    const names = await tx.names([...new Set(rows.flatMap(({ officer }) => officer ?? []))])
    const items: OpenRecordView[] = []
    for (const row of rows) items.push(await viewOf(office, tx, visitor, row, { device: devices.get(row.device) ?? '', officer: (row.officer && names.get(row.officer)) ?? '—' }))
    return { ok: true, items, counts: await tx.openRecordCounts(unit) }
  })
}

async function viewOf(office: Office, tx: Tx, visitor: Visitor, row: CounterRow, who: { readonly device: string; readonly officer: string }): Promise<OpenRecordView> {
  const opened = await openRecord(office, tx, row)
  const does = opened?.record?.does ?? null
  const about = row.subject && does && isAboutPerson(does) ? await openCase(office, tx, row.subject) : null
  if (row.subject && does && isAboutPerson(does)) await tx.recordRead({ id: row.subject, person: visitor.person, role: roleIn(visitor, row.unit), what: 'case', at: office.now() })
  const holder = about?.application.task?.holder ?? null
  return {
    hash: row.hash, device: who.device, officer: who.officer, at: row.at, arrivedAt: row.arrivedAt, verdict: row.verdict === 'waiting' ? 'waiting' : 'set-aside', answer: row.answer, does,
    number: about?.application.number ?? (does?.kind === 'take-in' ? does.number : null),
    now: about && { id: about.application.id, outcome: about.application.outcome, task: about.application.task, correction: about.application.correction, holder: holder && ((await tx.names([holder])).get(holder) ?? '—') },
    can: actionsOf(row),
  }
}

const isAboutPerson = ({ kind }: CounterRecord['does']) => kind === 'decide' || kind === 'hand-out' || kind === 'take-in' || kind === 'sign'
const roleIn = (visitor: Visitor, unit: string): DutyName => (hasDuty(visitor, unit, 'head') ? 'head' : 'counter')

/** What can be done with it: what is damaged can't be applied, and a number can only be changed where there is one. */
function actionsOf(row: CounterRow): readonly Resolution[] {
  if (row.kind === 'damaged') return ['give-up']
  if (row.verdict === 'waiting') return ['give-up']
  // Its number was refused before everybody: the head signs the case anew, on its page, under another one.
  if (row.kind === 'sign') return ['give-up']
  const kind = 'reason' in row.answer ? row.answer.reason.kind : ''
  const renumber = row.kind === 'take-in' && (kind === 'NumberUsed' || kind === 'NotReserved' || kind === 'Forked' || kind === 'DeviceRevoked')
  return [...(kind === 'NumberUsed' || kind === 'NotReserved' ? [] : (['apply-now'] as const)), ...(renumber ? (['other-number'] as const) : []), 'give-up']
}

/** `reasonLost`: the person was erased, and the reason could not be kept. */
export type Resolved = { readonly ok: true; readonly verdict: CounterRow['verdict']; readonly number: string | null; readonly reasonLost?: boolean } | Refused<NotFound | { readonly kind: 'ReasonMissing' | 'NotPossible' | 'StillRefused' }>

/**
 * A person puts a record right: judged again as things are now (the rules hold, as they do for everybody), accepted under
 * another number, or given up with a reason. Each is on the record; what was done to it before is found there.
 */
export async function resolveRecord(
  office: Office,
  visitor: Visitor,
  request: { readonly hash: string; readonly what: Resolution; readonly reason: string },
): Promise<Resolved> {
  const reason = cleanWords(request.reason)
  if (request.what === 'give-up' && reason === '') return { ok: false, refusal: { kind: 'ReasonMissing' } }
  const done = await office.store.transaction(async (tx): Promise<Resolved & { readonly command?: string | null }> => {
    const seen = /^[0-9a-f]{64}$/.test(request.hash) ? await tx.counterRecord(request.hash) : null
    if (!seen || !mayResolve(visitor, seen.unit)) return notFound
    await tx.lockJournal(seen.device)
    const row = await tx.counterRecord(request.hash)
    // Pressed twice, or settled by a colleague: it stands as it stands.
    if (!row || row.verdict === 'accepted' || row.verdict === 'given-up') return { ok: true, verdict: row?.verdict ?? 'accepted', number: null }
    if (!actionsOf(row).includes(request.what)) return { ok: false, refusal: { kind: 'NotPossible' } }
    if (request.what === 'give-up') return giveUp(office, tx, visitor, row, reason)
    const vouched: Vouched = { asNow: true, instead: request.what === 'other-number' ? await anotherNumber(office, tx, row) : null }
    const judged = await judgeAgainIn(office, tx, row.hash, vouched)
    const verdict = judged?.verdict ?? row.verdict
    // A number that was not needed after all goes back with the whole transaction: numbers have no holes.
    if (vouched.instead && verdict !== 'accepted') throw stillRefused
    await tx.recordResolution({ record: row.hash, key: row.key, person: visitor.person, what: request.what, reason: null, verdict, at: office.now() })
    return verdict === 'set-aside' ? { ok: false, refusal: { kind: 'StillRefused' } } : { ok: true, verdict, number: vouched.instead?.number ?? null, command: row.command }
  }).catch((error: unknown): Resolved & { readonly command?: null } => {
    if (error !== stillRefused) throw error
    return { ok: false, refusal: { kind: 'StillRefused' } }
  })
  if (!done.ok) return done
  if (done.command) await settleWaiting(office, { command: done.command })
  return { ok: true, verdict: done.verdict, number: done.number, ...(done.reasonLost ? { reasonLost: true } : {}) }
}

const stillRefused = new Error('The record can not be accepted under another number either.')

async function giveUp(office: Office, tx: Tx, visitor: Visitor, row: CounterRow, reason: string): Promise<Resolved & { readonly command: string | null }> {
  // A person who was erased has no key any more. What can not be sealed for them is not kept, and whoever gives up is told.
  const key = (await openRecord(office, tx, row))?.key ?? null
  const at = office.now()
  const record = row.kind === 'sign' ? (await openRecord(office, tx, row))?.record : null
  if (record) await refuseNumber(office, tx, record, 'set-aside')
  await tx.settleCounterRecord(row.hash, 'given-up', row.answer, at)
  await tx.recordResolution({ record: row.hash, key: row.key, person: visitor.person, what: 'give-up', reason: key && office.keys.seal(key, reason, 'counter-reason'), verdict: 'given-up', at })
  return { ok: true, verdict: 'given-up', number: null, reasonLost: key === null, command: row.command }
}

async function anotherNumber(office: Office, tx: Tx, row: CounterRow): Promise<NonNullable<Vouched['instead']>> {
  const does = (await openRecord(office, tx, row))?.record?.does
  const service = does?.kind === 'take-in' ? office.services.current(does.service) : null
  if (!service) throw new Error('Only an application of a service that there is has a number.')
  const day = (await office.calendars.of('', tx)).date(row.at)
  const id = office.newId()
  const { key, wrapped } = office.keys.newDataKey()
  await tx.saveDataKey(id, wrapped)
  return { id, key, number: applicationNumber(service.numbers.application, day, await tx.next(`application:${service.id}:${day.slice(0, 4)}`)) }
}
