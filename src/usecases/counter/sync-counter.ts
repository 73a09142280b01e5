import { batchReader, type BatchLine } from '../../office/counter/batch.ts'
import type { SetAside } from '../../office/counter/judge.ts'
import { linkOf } from '../../office/counter/journal.ts'
import { longestBody, readRecord, subjectOf, type CounterRecord } from '../../office/counter/record.ts'
import { trustedTime } from '../../office/counter/trusted-time.ts'
import { openKey } from '../case-file.ts'
import type { DataKey, Office, Tx } from '../ports.ts'
import { applyRecord } from './apply-record.ts'
import type { CounterAnswer, CounterDevice, CounterRow } from './counter-ports.ts'
import { weighRecord, type Vouched, type Weighed } from './judge-record.ts'
import { isOurStamp, stampFor } from './prove-device.ts'

/** What a device is told of one line: until it is told, it keeps the line. */
export type LineAnswer = { readonly hash: string; readonly command: string | null; readonly verdict: CounterRow['verdict']; readonly answer: CounterAnswer }

export type Synced = {
  readonly answers: readonly LineAnswer[]
  readonly stamp: { readonly at: number; readonly mac: string }
  /** The device was revoked: what it brought is kept for a person, and it is to wipe itself. */
  readonly wipe: boolean
}

/** A line with its quotes escaped twice is longer than its body; nothing that is a record is longer than this. */
const longestLine = 4 * longestBody
const mostLines = 500

/**
 * Takes what a counter did while it was alone: bytes as they come, one record a line. Each whole line is judged and kept in a
 * transaction of its own, so that a bad one holds up no other and a broken line loses none. What came before gets the answer
 * that it got. Lines beyond 500 are left for the next batch.
 */
export async function syncCounter(office: Office, device: CounterDevice, bytes: AsyncIterable<Uint8Array>): Promise<Synced> {
  const reader = batchReader(longestLine)
  const answers: LineAnswer[] = []
  const pieces = bytes[Symbol.asyncIterator]()
  while (answers.length < mostLines) {
    // The connection broke: the lines that came are kept, and the device asks again for their answers.
    const piece = await pieces.next().catch(() => null)
    if (piece === null || piece.done) break
    for (const line of reader.push(piece.value)) if (answers.length < mostLines) answers.push(await receiveLine(office, device.id, line))
  }
  const now = await office.store.transaction(async (tx) => {
    await tx.noteContact(device.id, office.now())
    return tx.counterDevice(device.id)
  })
  return { answers, stamp: stampFor(office, device.id), wipe: now?.revokedAt !== null }
}

/** One line: known, or judged and kept. Then what waited for it is judged. */
export async function receiveLine(office: Office, device: string, line: BatchLine): Promise<LineAnswer> {
  const text = line.kind === 'record' ? line.record.body : line.text
  const hash = office.seals.sha256(text)
  const kept = { text, hash, signature: line.kind === 'record' ? line.record.signature : null }
  const judged = () => receiveOnce(office, device, kept, true)
  // What can not even be judged (a fault of ours, most likely) goes to a person too, and lets the next one pass.
  const { answer, isNew } = await judged().catch(judged).catch(() => receiveOnce(office, device, kept, false))
  if (isNew && answer.verdict === 'accepted' && answer.command) await settleWaiting(office, { command: answer.command })
  return answer
}

type Line = { readonly text: string; readonly hash: string; readonly signature: string | null }

function receiveOnce(office: Office, device: string, line: Line, isJudged: boolean): Promise<{ readonly answer: LineAnswer; readonly isNew: boolean }> {
  return office.store.transaction(async (tx) => {
    await tx.lockJournal(device)
    const known = await tx.counterRecord(line.hash)
    if (known) return { answer: answerOf(known), isNew: false }
    const from = await tx.counterDevice(device)
    if (!from) throw new Error(`No device ${device}.`)
    const isSigned = line.signature !== null && office.isSignedBy(from.publicKey, line.text, line.signature)
    const record = isSigned ? readRecord(line.text) : null
    const isRecord = record?.device === device
    return { answer: isRecord ? await keepRecord(office, tx, from, record, line, isJudged) : await keepDamaged(office, tx, from, line), isNew: true }
  })
}

async function keepRecord(office: Office, tx: Tx, device: CounterDevice, record: CounterRecord, line: Line, isJudged: boolean): Promise<LineAnswer> {
  const link = linkOf(record, line.hash, { earlier: await tx.hashesAt(device.id, record.sequence - 1), same: await tx.hashesAt(device.id, record.sequence) })
  const at = trustedTime(record.clock, await tx.doneBefore(device.id, record.sequence), office.now())
  const stampIsOurs = isOurStamp(office, device.id, record.clock.stamp)
  const { id: keyId, key } = await keyOf(office, tx, device, record)
  const weighed = isJudged ? await weighRecord(office, tx, device, { record, at, key, link, stampIsOurs }) : null
  const { verdict, answer } = weighed ? verdictOf(weighed) : failed
  await tx.saveCounterRecord({
    hash: line.hash, device: device.id, unit: device.unit, sequence: record.sequence, command: record.command, officer: record.officer, kind: record.does.kind,
    subject: subjectOf(record.does), after: record.after, at, arrivedAt: office.now(), key: keyId, sealed: office.keys.seal(key, line.text, 'counter-record'), signature: line.signature ?? '', verdict, answer,
  })
  if (weighed?.judged.verdict === 'accepted') await applyRecord(office, tx, weighed, weighed.judged.events, null)
  await tellLoser(tx, line.hash, record, answer)
  await refuseNumber(office, tx, record, verdict)
  return { hash: line.hash, command: record.command, verdict, answer }
}

/** Of two that decided one case, the one whose decision does not stand is told; once, since a record is set aside once. */
async function tellLoser(tx: Tx, hash: string, { does }: CounterRecord, answer: CounterAnswer): Promise<void> {
  const isLost = does.kind === 'decide' && does.outcome !== null && 'reason' in answer && answer.reason.kind === 'CaseMoved'
  if (isLost) await tx.enqueue({ task: 'counter-mail', record: hash }, { key: `counter-mail:${hash}` })
}

/** A permit that was signed alone and does not stand: from now on the register says that its number is not valid. For good. */
export async function refuseNumber(office: Office, tx: Tx, { does, device }: CounterRecord, verdict: CounterRow['verdict']): Promise<void> {
  if (does.kind !== 'sign' || verdict !== 'set-aside') return
  const lent = await tx.delegatedNumber(does.permit)
  const isOwn = lent?.delegation === does.delegation && (await tx.delegation(does.delegation))?.device === device
  if (isOwn) await tx.refusePermitNumber(does.permit, office.now())
}

async function keepDamaged(office: Office, tx: Tx, device: CounterDevice, line: Line): Promise<LineAnswer> {
  const { id: keyId, key } = await freshKey(office, tx, office.newId())
  const kept = { hash: line.hash, command: null, verdict: 'set-aside', answer: { reason: { kind: 'Damaged' } } } as const
  await tx.saveCounterRecord({
    ...kept, device: device.id, unit: device.unit, sequence: null, officer: null, kind: 'damaged', subject: null, after: [], at: office.now(), arrivedAt: office.now(),
    key: keyId, sealed: office.keys.seal(key, line.text, 'counter-record'), signature: line.signature?.slice(0, 200) ?? '',
  })
  return kept
}

/**
 * What waited for a command, or for a document of a case, is judged again, and what waited for that. Each in a transaction of
 * its own: one that can't be judged stays where it is.
 */
export async function settleWaiting(office: Office, what: { readonly command: string } | { readonly subject: string }): Promise<void> {
  const open = [...(await office.store.transaction((tx) => tx.waitingFor(what)))]
  for (const hash of open) {
    const settled = await judgeAgain(office, hash, null).catch(() => setFailed(office, hash))
    if (settled?.command && settled.verdict !== 'waiting') open.push(...(await office.store.transaction((tx) => tx.waitingFor({ command: settled.command ?? '' }))))
  }
}

const failed: Pick<LineAnswer, 'verdict' | 'answer'> = { verdict: 'set-aside', answer: { reason: { kind: 'Failed' } } }

async function setFailed(office: Office, hash: string): Promise<LineAnswer | null> {
  return office.store.transaction(async (tx) => {
    const row = await tx.counterRecord(hash)
    if (row?.verdict !== 'waiting') return null
    await tx.settleCounterRecord(hash, failed.verdict, failed.answer, office.now())
    return { hash, command: row.command, ...failed }
  })
}

/** Judges a record that waits, or that a person looked at. Null when it was settled meanwhile. */
export async function judgeAgain(office: Office, hash: string, vouched: Vouched | null): Promise<LineAnswer | null> {
  return office.store.transaction((tx) => judgeAgainIn(office, tx, hash, vouched))
}

export async function judgeAgainIn(office: Office, tx: Tx, hash: string, vouched: Vouched | null): Promise<LineAnswer | null> {
  const seen = await tx.counterRecord(hash)
  if (!seen) return null
  await tx.lockJournal(seen.device)
  const row = await tx.counterRecord(hash)
  const device = row && (await tx.counterDevice(row.device))
  const opened = row && (await openRecord(office, tx, row))
  if (!row || !device || !opened?.record || (row.verdict !== 'waiting' && (row.verdict !== 'set-aside' || vouched === null))) return null
  const weighed = await weighRecord(office, tx, device, { record: opened.record, at: row.at, key: opened.key, link: 'known', stampIsOurs: true }, vouched)
  const { verdict, answer } = verdictOf(weighed, vouched)
  await tx.settleCounterRecord(hash, verdict, answer, office.now())
  if (weighed.judged.verdict === 'accepted') await applyRecord(office, tx, weighed, weighed.judged.events, vouched)
  if (vouched === null) await tellLoser(tx, hash, opened.record, answer)
  await refuseNumber(office, tx, opened.record, verdict)
  return { hash, command: row.command, verdict, answer }
}

/** A record as its officer wrote it, with the key that seals it; null when the person was erased. `record` null: it is damaged. */
export async function openRecord(office: Office, tx: Tx, row: CounterRow): Promise<{ readonly text: string; readonly record: CounterRecord | null; readonly key: DataKey } | null> {
  const key = await openKey(office, tx, row.key)
  if (!key) return null
  const text = new TextDecoder().decode(office.keys.open(key, row.sealed, 'counter-record'))
  return { text, record: row.kind === 'damaged' ? null : readRecord(text), key }
}

function verdictOf({ judged }: Weighed, vouched: Vouched | null = null): Pick<LineAnswer, 'verdict' | 'answer'> {
  switch (judged.verdict) {
    case 'accepted':
      return { verdict: 'accepted', answer: vouched?.instead ? { number: vouched.instead.number } : {} }
    case 'waiting':
      return { verdict: 'waiting', answer: { commands: judged.commands, documents: judged.documents } }
    case 'set-aside':
      return { verdict: 'set-aside', answer: { reason: judged.reason satisfies SetAside } }
  }
}

const answerOf = ({ hash, command, verdict, answer }: CounterRow): LineAnswer => ({ hash, command, verdict, answer })

/** An application's record is sealed with the key of its case, so that erasing the person erases it too. */
async function keyOf(office: Office, tx: Tx, device: CounterDevice, { does }: CounterRecord): Promise<{ readonly id: string; readonly key: DataKey }> {
  if (does.kind === 'take-in') {
    const lent = await tx.lentNumber(does.application)
    const isFree = lent?.device === device.id && lent.kind === 'application' && lent.usedBy === null
    return isFree ? caseKey(office, tx, does.application) : freshKey(office, tx, office.newId())
  }
  if (does.kind === 'decide' || does.kind === 'hand-out' || does.kind === 'sign') {
    const key = await openKey(office, tx, does.application)
    if (key) return { id: does.application, key }
  }
  return freshKey(office, tx, office.newId())
}

/** The key of an application to come: made with the first thing that arrives of it, a scan or the record. */
export async function caseKey(office: Office, tx: Tx, id: string): Promise<{ readonly id: string; readonly key: DataKey }> {
  const key = await openKey(office, tx, id)
  return key ? { id, key } : freshKey(office, tx, id)
}

async function freshKey(office: Office, tx: Tx, id: string): Promise<{ readonly id: string; readonly key: DataKey }> {
  const { key, wrapped } = office.keys.newDataKey()
  await tx.saveDataKey(id, wrapped)
  return { id, key }
}
