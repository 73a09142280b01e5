import type { OutOfTurnReason, Verdict } from '../application-events.ts'
import type { Answers } from '../form.ts'
import type { Priority } from '../tickets/ticket.ts'
import type { DeviceClock } from './trusted-time.ts'

/** What an officer did at a counter that was cut off. */
export type CounterCommand = TakeIn | Decide | HandOut | CheckIn | IssueTicket | Sign

/** A person stood at the counter with an application: its id and number come from the device's block. */
export type TakeIn = {
  readonly kind: 'take-in'
  readonly application: string
  readonly number: string
  readonly service: string
  readonly serviceVersion: string
  readonly answers: Answers
  /** By the SHA-256 (hex) of their bytes, which travel apart from the record. */
  readonly documents: readonly { readonly requirement: string; readonly fileName: string; readonly sha256: string }[]
}

/** All that was done to one case in one go: taken, its parts judged, and decided where `outcome` says so. */
export type Decide = {
  readonly kind: 'decide'
  readonly application: string
  readonly seen: Seen
  /** Why it was not the next in the line of the device. */
  readonly outOfTurn: OutOfTurnReason | null
  readonly documents: Readonly<Record<string, Verdict>>
  readonly fields: Readonly<Record<string, Verdict>>
  readonly outcome: CounterOutcome | null
}

/** What the case was like when the officer looked at it: a decision stands on nothing else. */
export type Seen = {
  readonly task: string
  readonly answersVersion: number
  /** The words with which the head returned it; null when it was not returned. */
  readonly returned: string | null
}

export type CounterOutcome =
  | { readonly kind: 'approve' }
  | { readonly kind: 'send-back'; readonly fields: readonly string[]; readonly documents: readonly string[]; readonly message: string }
  | { readonly kind: 'reject'; readonly reasons: readonly string[]; readonly message: string }
  | { readonly kind: 'return'; readonly message: string }

/** A signed permit was given into the hands of who it is for. */
export type HandOut = { readonly kind: 'hand-out'; readonly application: string; readonly permit: string }

/** Somebody with a booking is there, and has a ticket of the device's block. */
export type CheckIn = { readonly kind: 'check-in'; readonly booking: string; readonly ticket: string }

/** A ticket of the share of numbers that the place reserved for the device. */
export type IssueTicket = { readonly kind: 'ticket'; readonly ticket: string; readonly priority: Priority | null }

/** A head signed a permit on the device, with a delegated key. `seal`: the permit's compact JWS, without the delegation. */
export type Sign = { readonly kind: 'sign'; readonly application: string; readonly seen: Seen; readonly delegation: string; readonly permit: string; readonly seal: string }

/** One line of a device's journal, as it is signed. */
export type CounterRecord = {
  readonly v: 1
  readonly device: string
  /** From 1, without holes. */
  readonly sequence: number
  /** The hash of the record before; empty for the first. */
  readonly previous: string
  /** UUID: the same command has one effect and one answer, however often it comes. */
  readonly command: string
  readonly officer: string
  readonly clock: DeviceClock
  /** Commands that this one builds on: it waits with them, and with nothing else. */
  readonly after: readonly string[]
  readonly does: CounterCommand
}

/** A record as it is kept and sent. `body` is the text that was signed and hashed: it is never written anew. */
export type SignedRecord = { readonly body: string; readonly signature: string }

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const sha256 = /^[0-9a-f]{64}$/
/** A record is typed by a person: more than this is no record. */
export const longestBody = 200_000

/** Reads a signed text. Null when it is no record: damaged, or of a version that is not known here. */
export function readRecord(body: string): CounterRecord | null {
  if (body.length > longestBody) return null
  const value = parse(body)
  if (!isObject(value) || value['v'] !== 1 || !isUuid(value['device']) || !isUuid(value['command'])) return null
  if (!isCount(value['sequence']) || value['sequence'] < 1 || !isHash(value['previous'], value['sequence'])) return null
  if (typeof value['officer'] !== 'string' || !isClock(value['clock']) || !isListOf(value['after'], isUuid) || !isCommand(value['does'])) return null
  return value as unknown as CounterRecord
}

/** What a command is about: one case, or one visit. What waits or is set aside is kept under this reference. */
export function subjectOf(does: CounterCommand): string {
  return does.kind === 'check-in' || does.kind === 'ticket' ? does.ticket : does.application
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isUuid = (value: unknown): value is string => isText(value) && uuid.test(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value)
const isListOf = <T>(value: unknown, is: (each: unknown) => each is T): value is readonly T[] => Array.isArray(value) && value.length <= 200 && value.every(is)
const isHash = (value: unknown, sequence: number) => isText(value) && (sequence === 1 ? value === '' : sha256.test(value))
const isVerdict = (value: unknown) => value === 'accepted' || value === 'refused' || value === 'open'
const isVerdicts = (value: unknown) => isObject(value) && Object.values(value).every(isVerdict)
const isAnswers = (value: unknown) => isObject(value) && Object.values(value).every((each) => isText(each) || isListOf(each, isText))

function isClock(value: unknown): boolean {
  if (!isObject(value) || !isObject(value['stamp'])) return false
  const { wall, skew, since, stamp } = value
  return isCount(wall) && isCount(skew) && (since === null || isCount(since)) && isCount(stamp['at']) && isText(stamp['mac'])
}

function isCommand(value: unknown): boolean {
  if (!isObject(value)) return false
  switch (value['kind']) {
    case 'take-in':
      return isUuid(value['application']) && [value['number'], value['service'], value['serviceVersion']].every(isText) && isAnswers(value['answers']) && isListOf(value['documents'], isPaper)
    case 'decide':
      return isUuid(value['application']) && isSeen(value['seen']) && (value['outOfTurn'] === null || isText(value['outOfTurn'])) && isVerdicts(value['documents']) && isVerdicts(value['fields']) && isOutcome(value['outcome'])
    case 'hand-out':
      return isUuid(value['application']) && isText(value['permit'])
    case 'sign':
      return isUuid(value['application']) && isSeen(value['seen']) && isUuid(value['delegation']) && isText(value['permit']) && isText(value['seal'])
    case 'check-in':
      return isUuid(value['booking']) && isUuid(value['ticket'])
    case 'ticket':
      return isUuid(value['ticket']) && (value['priority'] === null || isText(value['priority']))
    default:
      return false
  }
}

function isPaper(value: unknown): value is TakeIn['documents'][number] {
  return isObject(value) && isText(value['requirement']) && isText(value['fileName']) && isText(value['sha256']) && sha256.test(value['sha256'])
}

function isSeen(value: unknown): boolean {
  return isObject(value) && isText(value['task']) && isCount(value['answersVersion']) && (value['returned'] === null || isText(value['returned']))
}

function isOutcome(value: unknown): boolean {
  if (value === null) return true
  if (!isObject(value)) return false
  switch (value['kind']) {
    case 'approve':
      return true
    case 'send-back':
      return isListOf(value['fields'], isText) && isListOf(value['documents'], isText) && isText(value['message'])
    case 'reject':
      return isListOf(value['reasons'], isText) && isText(value['message'])
    case 'return':
      return isText(value['message'])
    default:
      return false
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
