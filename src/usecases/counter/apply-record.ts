import { documentRefs } from '../../office/counter/judge.ts'
import type { CheckIn, Decide, HandOut, IssueTicket, TakeIn } from '../../office/counter/record.ts'
import { arrive } from '../../office/tickets/move-ticket.ts'
import { queueRules } from '../../office/tickets/queue-rules.ts'
import { isPriority, type Ticket } from '../../office/tickets/ticket.ts'
import type { ApplicationEvent } from '../../office/application-events.ts'
import { actorOf } from '../act-on-case.ts'
import { markArrived } from '../booking/note-visit.ts'
import { openKey, sealAnswers } from '../case-file.ts'
import type { DataKey, Office, Tx } from '../ports.ts'
import { recordEvents } from '../record-events.ts'
import { applySigning } from './sign-record.ts'
import { wordsOf, type Vouched, type Weighed } from './judge-record.ts'

/** A walk-in has no account: the reference stands for the person, who has the number and the code of the receipt. */
export const walkIn = (application: string) => `walk-in:${application}`

/** Saves what follows from a record that was accepted, in the running transaction and at the time at which it was done. */
export async function applyRecord(office: Office, tx: Tx, weighed: Weighed, events: readonly ApplicationEvent[], vouched: Vouched | null): Promise<void> {
  const { does } = weighed.record
  const then = { ...office, now: () => weighed.at }
  switch (does.kind) {
    case 'take-in':
      return applyTakeIn(then, tx, weighed, does, events, vouched)
    case 'decide':
      return applyDecision(then, tx, weighed, does, events)
    case 'sign':
      return applySigning(then, tx, weighed, does)
    case 'hand-out':
      return applyHandOut(tx, weighed, does)
    case 'check-in':
      return applyVisit(then, tx, weighed, does)
    case 'ticket':
      return applyVisit(then, tx, weighed, does)
  }
}

async function applyTakeIn(then: Office, tx: Tx, weighed: Weighed, does: TakeIn, events: readonly ApplicationEvent[], vouched: Vouched | null): Promise<void> {
  const { context, record, key } = weighed
  if (!context) throw new Error('An application without a service can not be accepted.')
  const id = vouched?.instead?.id ?? does.application
  const own = vouched?.instead?.key ?? key
  await tx.saveAnswers(id, 1, sealAnswers(then, own, does.answers))
  await saveDocuments(then, tx, weighed, does, { id, own })
  await recordEvents(tx, id, null, events, { kind: 'applicant', person: walkIn(id) }, context)
  if (vouched?.instead) await keepReceipt(then, tx, weighed, does, id)
  else await tx.useNumber(does.application, record.command)
}

/**
 * The receipt in the citizen's hand has the old number and its code: both lead to the case. Where the old number is another
 * application's (two receipts bear one number), it goes on leading there.
 */
async function keepReceipt(then: Office, tx: Tx, { lent, device, record }: Weighed, does: TakeIn, application: string): Promise<void> {
  const isOurs = lent?.device === device.id && lent.number === does.number && lent.usedBy === null
  if (!isOurs || (await tx.counterReceipt(does.number))) return
  await tx.useNumber(lent.id, record.command)
  await tx.saveCounterReceipt({ number: does.number, held: does.application, application, at: then.now() })
}

/** The scans become documents of the case. Under another id they are sealed anew, with the key of that case. */
async function saveDocuments(then: Office, tx: Tx, { uploads }: Weighed, does: TakeIn, { id, own }: { readonly id: string; readonly own: DataKey }): Promise<void> {
  const key = await openKey(then, tx, does.application)
  const kept = new Map((await tx.counterDocuments(does.application)).map((row) => [row.id, row]))
  const names = new Map(does.documents.map(({ requirement, fileName }) => [requirement, fileName]))
  for (const { requirement, document, digest } of documentRefs(does, uploads)) {
    const row = kept.get(document)
    if (!row?.type || !row.mime || !row.ref || !key) throw new Error('A document that was not kept can not be of a case.')
    const isMoved = id !== does.application
    const ref = isMoved ? (await then.files.put(own, await then.files.get(key, row.ref))).ref : row.ref
    const preview = row.preview && isMoved ? then.keys.seal(own, then.keys.open(key, row.preview, 'preview'), 'preview') : row.preview
    await tx.saveDocument({
      id: isMoved || (await tx.document(document)) ? then.newId() : document, application: id, requirement, fileName: then.keys.seal(own, shortName(names.get(requirement) ?? ''), 'file-name'),
      type: row.type, mime: row.mime, size: row.size, pages: row.pages, digest, ref, preview, current: true, at: row.at,
    })
  }
}

async function applyDecision(then: Office, tx: Tx, { opened, record, message }: Weighed, does: Decide, events: readonly ApplicationEvent[]): Promise<void> {
  if (!opened) throw new Error('A case that is not there can not be decided.')
  const { application, context, key } = opened
  const officer = { kind: 'staff', person: record.officer, email: '', name: '', duties: [], locale: 'id' } as const
  const words = wordsOf(does)
  if (message && words !== null) await tx.saveText({ id: message.text, application: application.id, kind: 'message', author: record.officer, sealed: then.keys.seal(key, words, 'text'), at: context.now })
  if (events.length > 0) await recordEvents(tx, application.id, application, events, actorOf(officer, application, events), context)
  for (const event of events)
    if (event.type === 'TaskTaken' && event.outOfTurn)
      await tx.recordOutOfTurn({ id: application.id, unit: application.unit, person: record.officer, reason: event.outOfTurn, at: context.now })
}

async function applyHandOut(tx: Tx, { record, device, at }: Weighed, { application, permit }: HandOut): Promise<void> {
  await tx.recordHandOut({ application, permit, device: device.id, officer: record.officer, at })
}

/** A ticket stands in the line from when it was issued. When it comes a day later it is only counted: that line is gone. */
async function applyVisit(then: Office, tx: Tx, { record, lent, at }: Weighed, does: CheckIn | IssueTicket): Promise<void> {
  const place = lent?.place ? await tx.place(lent.place) : null
  if (!lent?.desk || !lent.letter || !lent.day || lent.sequence === null || !place) throw new Error('A ticket needs its place.')
  const booking = does.kind === 'check-in' ? await tx.booking(does.booking) : null
  if (booking) await markArrived(then, tx, { booking: booking.id, by: record.officer })
  const priority = does.kind === 'ticket' && isPriority(does.priority) ? does.priority : null
  const ticket: Ticket = {
    id: lent.id, place: place.code, unit: place.unit, day: lent.day, letter: lent.letter, sequence: lent.sequence, desk: lent.desk, rest: [],
    channel: booking ? 'booking' : 'officer', priority, booking: booking?.id ?? null, bookedAt: booking?.startsAt ?? null, device: null, state: 'expected', takenAt: at, arrivedAt: null,
    since: null, keepsBooking: false, onlyCounter: null, counter: null, calledAt: null, calls: 0, endedAt: null, cause: null, mark: null,
  }
  const moved = arrive(ticket, [], queueRules, at)
  const row = await tx.insertTicket(moved.ok ? moved.ticket : ticket)
  await tx.recordTicketEvent(row, at, record.officer, { type: 'taken', desk: lent.desk })
  if (moved.ok) await tx.recordTicketEvent(row, at, record.officer, moved.event)
  await tx.useNumber(lent.id, record.command)
}

function shortName(name: string): string {
  return [...name.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()].slice(0, 120).join('') || 'scan'
}
