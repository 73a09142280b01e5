import type { Channel, TextChannel } from '../../office/messages/channel.ts'
import type { MessageFact } from '../../office/messages/next-step.ts'
import type { Locale } from '../../office/service.ts'
import type { Job } from '../ports.ts'

/** What the office's provider of text messages offers. */
export type Texting = {
  /** The number that people write to, as it is told to them. */
  readonly number: string
  readonly channels: readonly TextChannel[]
  /** How long a report of arrival is waited for before the next channel is used, and a dead provider is asked again. */
  readonly patienceMs: number
}

/** What the use cases of messages read and write in a transaction. */
export type MessageTx = {
  contact(person: string): Promise<ContactRow | null>
  saveContact(row: ContactRow): Promise<void>
  contactsByPhone(digest: string): Promise<readonly ContactRow[]>
  saveLocale(person: string, locale: Locale): Promise<void>
  /** The number that waits for its code, locked. */
  phoneCodeOf(person: string): Promise<PhoneCodeRow | null>
  phoneCode(id: string): Promise<PhoneCodeRow | null>
  savePhoneCode(row: PhoneCodeRow): Promise<void>
  removePhoneCode(id: string): Promise<void>
  /** Codes that are over; each key goes with its row. */
  endedPhoneCodes(now: number, limit: number): Promise<readonly PhoneCodeRow[]>
  /** False when it is there already. */
  addIncoming(row: IncomingRow): Promise<boolean>
  incoming(id: string): Promise<IncomingRow | null>
  /** Keys of texts that came before an instant and can still be read. */
  oldIncomingKeys(before: number, limit: number): Promise<readonly string[]>
  /** Adds it, or gives the one that the same cause made before. */
  addMessage(row: MessageRow): Promise<MessageRow>
  message(id: string): Promise<MessageRow | null>
  messagesOf(application: string): Promise<readonly MessageRow[]>
  messageFacts(ids: readonly string[]): Promise<readonly (MessageFact & { readonly message: string })[]>
  addMessageFact(message: string, fact: MessageFact): Promise<void>
  /** After so long by the queue's own clock. A job of the same key is put off, or brought forward, to it. */
  enqueueIn(job: Job, delayMs: number, key: string): Promise<void>
}

export type ContactRow = {
  readonly person: string
  /** The number that was proved to be theirs, sealed with its own key. */
  readonly phone: { readonly key: string; readonly sealed: Uint8Array; readonly digest: string; readonly verifiedAt: number } | null
  readonly stoppedAt: number | null
  readonly channel: Channel
  readonly quietFrom: number
  readonly quietUntil: number
  readonly savedAt: number
}

export type PhoneCodeRow = {
  readonly id: string
  readonly person: string
  readonly key: string
  readonly phone: Uint8Array
  readonly digest: string
  readonly tries: number
  readonly until: number
}

export type TextAnswer = 'status' | 'how' | 'help' | 'mistyped' | 'stopped' | 'started' | 'silence'

export type IncomingRow = {
  readonly id: string
  readonly ref: string
  readonly channel: TextChannel
  readonly digest: string
  readonly key: string
  readonly sealed: Uint8Array
  readonly answer: TextAnswer
  readonly application: string | null
  readonly locale: Locale
  readonly at: number
}

export type MessageRow = {
  readonly id: string
  readonly once: string
  readonly person: string | null
  readonly kind: string
  readonly application: string | null
  readonly zone: string
  readonly route: readonly Channel[]
  readonly job: Job
  readonly madeAt: number
}

/** Their work for later. Jobs carry references, never personal data. */
export type MessageJob =
  /** Goes on with a message: in the workers for texts, or in those for mail. */
  | { readonly task: 'text-message'; readonly sending: string }
  | { readonly task: 'message-mail'; readonly sending: string }
  | { readonly task: 'text-code'; readonly code: string }
  | { readonly task: 'text-answer'; readonly incoming: string }
