import type { Application } from '../office/application.ts'
import type { Actor, ApplicationEvent, DutyName, OutOfTurnReason, Recorded, Role } from '../office/application-events.ts'
import type { FormChecker } from '../office/form.ts'
import type { RegionIndex } from '../office/nik.ts'
import type { WorkingClock } from '../office/working-clock.ts'
import type { Locale, Service, Text } from '../office/service.ts'
import type { Desk, Place } from '../office/place.ts'
import type { BookingJob, BookingTx } from './booking/booking-ports.ts'
import type { PickupJob, PickupTx } from './booking/pickup-ports.ts'
import type { CounterJob, CounterTx, DeviceKey } from './counter/counter-ports.ts'
import type { DelegationTx } from './counter/delegation-ports.ts'
import type { DeliveryJob, DeliveryTx } from './deliveries/delivery-ports.ts'
import type { DutyJob, DutyTx } from './duty/duty-ports.ts'
import type { ForecastTx } from './forecast/forecast-ports.ts'
import type { IncidentTx } from './operations/incident-ports.ts'
import type { MessageJob, MessageTx, Texting } from './messages/message-ports.ts'
import type { PaperPackPaper, PaperTx } from './paper/paper-ports.ts'
import type { PromiseJob, PromiseTx } from './promises/promise-ports.ts'
import type { TicketJob, TicketTx } from './tickets/ticket-ports.ts'
import type { UploadTx } from './uploads/upload-ports.ts'
import type { UnitView, Visitor } from './views.ts'

/** What the use cases need of the world. The adapters stand behind it; nothing here names a product. */
export type Office = {
  readonly origin: string
  /** Epoch milliseconds. */
  now(): number
  /** A new random UUID. */
  newId(): string
  /** The office's date today, `YYYY-MM-DD`, in the zone of the unit's calendar. */
  today(): string
  readonly services: Services
  readonly calendars: Calendars
  readonly places: Places
  readonly store: Store
  readonly keys: Keys
  readonly files: Files
  readonly inspect: (bytes: Uint8Array) => Promise<Inspection>
  /** The texts of the QR codes in a picture that was found fit to be kept; none where it shows none. */
  readonly readCodes: (bytes: Uint8Array) => Promise<readonly string[]>
  readonly seals: Seals
  readonly papers: Papers
  /** Whether a counter's device signed a text. */
  readonly isSignedBy: (key: DeviceKey, text: string, signature: string) => boolean
  /** Null: nobody is reached by text message, and nothing is said of it. */
  readonly texting: Texting | null
  /** Slows down guessing: false when this address has asked too often. Shared by all nodes. */
  allow(what: 'track' | 'verify' | 'ticket' | 'arrive' | 'check-in' | 'paper' | 'text' | 'phone-code', address: string): Promise<boolean>
}

export type Services = {
  list(): readonly Service[]
  /** The version that new applications are made under. */
  current(id: string): Service | null
  /** The version a case was submitted under; throws when it was never published here. */
  at(id: string, version: string): Promise<Service>
  form(service: Service): FormChecker
  /** What a NIK is read against. */
  readonly regions: RegionIndex
}

export type Calendars = {
  /** A unit's calendar; the office's for ''. Within a transaction it is never older than that: what is saved is reckoned by it. */
  of(unit: string, tx?: Tx): Promise<UnitClock>
  /** Forgets what it knew: the calendar was changed. */
  refresh(): void
}

/** The working calendar of a unit. */
export type UnitClock = WorkingClock

export type Places = {
  unit(code: string): Promise<UnitView | null>
  /** The name of a city or district code, null when unknown. */
  name(code: string): string | null
  /** Cities and regencies that people may say they are in, and where their town hall stands. */
  cities(): readonly { readonly code: string; readonly point: Pick<Place, 'latitude' | 'longitude'> }[]
  /** Where the office meets people, in the order of their codes. */
  list(): Promise<readonly Place[]>
  place(code: string): Promise<Place | null>
}

/** The key of one case's personal data. Destroying it erases the person; the log keeps its hashes. */
export type DataKey = Uint8Array

export type Keys = {
  newDataKey(): { readonly key: DataKey; readonly wrapped: string }
  unwrap(wrapped: string): DataKey
  seal(key: DataKey, plaintext: string | Uint8Array, aad?: string): Uint8Array
  open(key: DataKey, sealed: Uint8Array, aad?: string): Uint8Array
  /** Keyed digest, base64url: says that two things are the same only to who has the key. */
  digest(key: DataKey, data: string | Uint8Array): string
}

export type Files = {
  put(key: DataKey, bytes: Uint8Array): Promise<{ readonly ref: string; readonly size: number; readonly sha256: string }>
  get(key: DataKey, ref: string): Promise<Uint8Array>
  remove(ref: string): Promise<void>
}

export type Inspection =
  | { readonly ok: true; readonly type: 'pdf' | 'jpeg' | 'png'; readonly mime: string; readonly pages: number | null; readonly preview: Uint8Array | null }
  | { readonly ok: false; readonly refusal: { readonly kind: UploadRefusal; readonly detail?: string } }

export type UploadRefusal =
  | 'Empty'
  | 'TooLarge'
  | 'UnknownType'
  | 'Corrupt'
  | 'PdfEncrypted'
  | 'PdfActive'
  | 'TooManyPixels'
  | 'TooManyPages'

export type Seals = {
  readonly certificate: { readonly fingerprint: string }
  signPdf(pdf: Uint8Array, info: { readonly reason: string; readonly location: string; readonly name: string; readonly at: Date }): Promise<Uint8Array>
  /** `type` of the JWS: a permit's, or `delegation+jws`. */
  sealJws(facts: object, type?: string): Promise<string>
  /** Takes the office's own seals and, after a `~`, those of keys that it delegated. */
  verifyJws(jws: string): Promise<{ readonly ok: true; readonly facts: Record<string, unknown>; readonly delegation: string | null } | { readonly ok: false; readonly reason: 'malformed' | 'unknown-key' | 'bad-signature' | 'not-delegated' }>
  mac(purpose: string, data: string): string
  sha256(data: string | Uint8Array): string
}

/** The documents that the office makes. */
export type Papers = {
  permit(input: PermitPaper): Promise<Uint8Array>
  receipt(input: ReceiptPaper): Promise<Uint8Array>
  /** Numbered forms for a day without power, with their ledger and the page that says how. */
  paperPack(input: PaperPackPaper): Promise<Uint8Array>
  /** An iCalendar file. */
  calendar(input: CalendarPaper): Promise<Uint8Array>
}

export type PermitPaper = {
  readonly service: Service
  readonly unit: UnitView
  readonly number: string
  readonly application: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly validFrom: string
  readonly validUntil: string
  readonly signedAt: number
  readonly verifyAddress: string
  readonly jws: string
  /** Set when the law approved by silence: nobody signed it, the office's own seal stands on it. */
  readonly deemed: { readonly basis: string; readonly words: Text } | null
}

export type ReceiptPaper = {
  readonly locale: Locale
  readonly service: Service
  readonly unit: UnitView
  readonly number: string
  readonly code: string
  readonly submittedAt: number
  /** When the person sent it, where their line was away then. */
  readonly madeAt: number | null
  readonly deadline: number | null
  readonly applicant: string
  readonly documents: readonly { readonly requirement: string; readonly fileName: string; readonly size: number }[]
}

/** A visit for somebody's own calendar. Instants in epoch milliseconds. */
export type CalendarPaper = {
  readonly locale: Locale
  /** To publish, to invite `attendee` or to call off. */
  readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL'
  readonly booking: string
  readonly sequence: number
  readonly at: number
  readonly startsAt: number
  readonly endsAt: number
  readonly place: Place
  readonly desk: Desk
  readonly code: string
  readonly attendee: string | null
  /** What it is for may not be there yet. */
  readonly tentative: boolean
  readonly address: string
}

/** Everything that is kept, in one database. */
export type Store = {
  /**
   * All or nothing. Runs the work again (at most five times) when another transaction got there first
   * (the same stream and version, a serialisation failure), so the work must do nothing else than ask and save.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** For work that is a single statement: the database makes that a transaction by itself, without the round trips of one. */
  single<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * For what anybody may read and nobody has just changed: it may be some seconds old, and nothing can be saved. Whoever
   * finds nothing must ask in a transaction before saying that there is nothing. Never for what a person has just done.
   */
  reading<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** What can be read and written in one transaction, room by room. */
export type Tx = CaseTx & BookingTx & PickupTx & DeliveryTx & TicketTx & PromiseTx & ForecastTx & DutyTx & IncidentTx & UploadTx & PaperTx & CounterTx & DelegationTx & MessageTx

export type CaseTx = {
  /** The answer that this command got the first time; null when it is new. Holds off a simultaneous twin until commit. */
  recall(command: string, person: string): Promise<unknown | null>
  remember(command: string, person: string, kind: string, answer: unknown): Promise<void>

  load(id: string): Promise<Application | null>
  stream(id: string): Promise<readonly Recorded[]>
  append(id: string, after: number, at: number, by: Actor, events: readonly ApplicationEvent[]): Promise<void>

  /** Next number of a named series, from 1, without holes among those committed. */
  next(series: string): Promise<number>

  saveDataKey(id: string, wrapped: string): Promise<void>
  dataKey(id: string): Promise<string | null>
  /** Erases a person: what was sealed with the key can never be read again. */
  destroyDataKey(id: string): Promise<void>

  draft(id: string, lock?: boolean): Promise<DraftRow | null>
  draftOf(person: string, service: string): Promise<string | null>
  draftsOf(person: string): Promise<readonly DraftRow[]>
  saveDraft(row: DraftRow): Promise<void>
  deleteDraft(id: string): Promise<void>

  answers(id: string, version: number): Promise<Uint8Array | null>
  saveAnswers(id: string, version: number, sealed: Uint8Array): Promise<void>

  documents(id: string): Promise<readonly DocumentRow[]>
  document(document: string): Promise<DocumentRow | null>
  saveDocument(row: DocumentRow): Promise<void>
  /** No longer part of the application; the bytes stay as long as a version of the case refers to them. */
  retireDocuments(id: string, requirement: string): Promise<void>

  saveText(row: TextRow): Promise<void>
  texts(id: string): Promise<readonly TextRow[]>

  /** The case as lists and pages need it; written in the transaction of its events. */
  saveCase(row: CaseRow): Promise<void>
  caseRow(id: string): Promise<CaseRow | null>
  caseByNumber(number: string): Promise<CaseRow | null>
  casesOf(person: string): Promise<readonly CaseRow[]>
  queue(query: QueueQuery): Promise<readonly CaseRow[]>
  /** The next free case in the fair line that this person may take, locked against a simultaneous taker. */
  nextInLine(unit: string, role: Role, person: string): Promise<string | null>
  queueCounts(unit: string, role: Role, now: number, endOfDay: number): Promise<QueueCounts>
  average(service: string, since: number): Promise<{ readonly workingMs: number; readonly cases: number } | null>
  recordOutOfTurn(row: { readonly id: string; readonly unit: string; readonly person: string; readonly reason: OutOfTurnReason; readonly at: number }): Promise<void>
  outOfTurn(unit: string, limit: number): Promise<readonly { readonly at: number; readonly number: string; readonly person: string; readonly reason: OutOfTurnReason }[]>

  savePermit(row: PermitRow): Promise<void>
  permit(number: string): Promise<PermitRow | null>
  permitOf(id: string): Promise<PermitRow | null>

  /** Every read of personal data by the staff is on the record. */
  recordRead(read: { readonly id: string; readonly person: string; readonly role: DutyName; readonly what: string; readonly at: number }): Promise<void>
  readsOf(id: string): Promise<readonly { readonly at: number; readonly role: DutyName; readonly what: string }[]>

  person(id: string): Promise<{ readonly email: string; readonly name: string; readonly locale: Locale } | null>
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  dutiesOf(person: string, today: string): Promise<readonly { readonly duty: DutyName; readonly unit: string }[]>
  peopleWith(unit: string, duty: DutyName, today: string): Promise<readonly string[]>

  /** Put in the queue with this transaction, run after its commit, at least once. */
  enqueue(job: Job, options?: { readonly at?: number; readonly key?: string }): Promise<void>
}

/** Work for later. Jobs carry references, never personal data. */
export type Job = CaseJob | BookingJob | PickupJob | DeliveryJob | TicketJob | PromiseJob | DutyJob | CounterJob | MessageJob

export type CaseJob =
  | { readonly task: 'mail'; readonly message: 'receipt' | 'correction' | 'rejected' | 'permit' | 'withdrawn'; readonly application: string }
  | { readonly task: 'reminder-mail'; readonly application: string; readonly to: Role }
  | { readonly task: 'deliver'; readonly application: string }
  | { readonly task: 'refigure-deadlines'; readonly from?: string }
  | { readonly task: 'timer'; readonly application: string; readonly element: string; readonly instance?: string }

export type DraftRow = {
  readonly id: string
  readonly person: string
  readonly service: string
  readonly serviceVersion: string
  readonly answers: Uint8Array | null
  /** When each field was changed last, epoch milliseconds. */
  readonly changed: Readonly<Record<string, number>>
  readonly savedAt: number
}

export type DocumentRow = {
  readonly id: string
  readonly application: string
  readonly requirement: string
  readonly fileName: Uint8Array
  readonly type: 'pdf' | 'jpeg' | 'png'
  readonly mime: string
  readonly size: number
  readonly pages: number | null
  readonly digest: string
  readonly ref: string
  readonly preview: Uint8Array | null
  readonly current: boolean
  readonly at: number
}

export type TextRow = {
  readonly id: string
  readonly application: string
  readonly kind: 'note' | 'message'
  readonly author: string
  readonly sealed: Uint8Array
  readonly at: number
}

export type CaseState = 'checking' | 'signing' | 'correction' | 'approved' | 'rejected' | 'withdrawn'

export type CaseRow = {
  readonly id: string
  readonly version: number
  readonly number: string
  readonly service: string
  readonly serviceVersion: string
  readonly unit: string
  readonly person: string
  readonly state: CaseState
  readonly task: string | null
  readonly role: Role | null
  readonly holder: string | null
  readonly checkedBy: string | null
  readonly submittedAt: number
  /** Null while the clock stands still. */
  readonly deadline: number | null
  readonly decidedAt: number | null
  /** Working milliseconds from submission to decision, stops taken out; null while open. */
  readonly workingMs: number | null
  readonly returned: boolean
  readonly corrected: boolean
  /** Since when it lies where it lies: with its holder, in the line, with the applicant. Null when decided. */
  readonly since: number | null
  /** The holder was given it by somebody else. */
  readonly handed: boolean
  /** Of a one-day service: it counts in what its unit promised for a day. */
  readonly oneDay: boolean
  /** What the promise is made of, for reckoning many at once; null for cases from before it was kept here. */
  readonly days: number | null
  readonly stops: Application['stops'] | null
  /** The unit above was told that the promise was missed. */
  readonly escalated: boolean
  /** The deadline passed without an approval by law. */
  readonly lapsed: boolean
}

export type PermitRow = {
  readonly number: string
  readonly application: string
  readonly service: string
  readonly serviceVersion: string
  readonly unit: string
  readonly facts: Uint8Array
  readonly jws: Uint8Array
  readonly file: string
  readonly pdf: string
  readonly signer: string
  readonly signedAt: number
  readonly validFrom: string
  readonly validUntil: string
  readonly revokedAt: number | null
}

export type QueueQuery = {
  readonly unit: string
  readonly role: Role
  readonly holder?: string
  /** Nobody has it. */
  readonly free?: boolean
  /** Deadline at or after this instant. */
  readonly from?: number
  /** Deadline at or before this instant. */
  readonly until?: number
  readonly limit: number
  readonly offset: number
}

export type QueueCounts = { readonly open: number; readonly dueToday: number; readonly late: number; readonly waitingForApplicant: number }

/** The office as the pages see it: the use cases' needs, and the doors of the building. */
export type House = Office & {
  visitor(headers: Headers): Promise<Visitor | null>
  ready(): Promise<{ readonly ok: boolean; readonly problems: readonly string[] }>
  jwks(): { readonly keys: readonly object[] }
}
