import type { SetAside, Standing } from '../../office/counter/judge.ts'
import type { DocumentRow } from '../ports.ts'

/** What the use cases of counters that work alone read and write in a transaction. Instants in epoch milliseconds. */
export type CounterTx = {
  saveCounterDevice(row: Pick<CounterDevice, 'id' | 'unit' | 'name' | 'publicKey' | 'registeredAt'> & { readonly by: string }): Promise<void>
  counterDevice(id: string): Promise<CounterDevice | null>
  counterDevices(unit: string): Promise<readonly CounterDevice[]>
  revokeCounterDevice(id: string, by: string, at: number): Promise<void>
  noteContact(id: string, at: number): Promise<void>
  noteWiped(id: string, at: number): Promise<void>
  letOnDevice(device: string, person: string, at: number): Promise<void>
  isOnDevice(device: string, person: string): Promise<boolean>
  /** What a device brings is judged one record at a time. Held until commit. */
  lockJournal(device: string): Promise<void>

  /** Takes `count` numbers of a series at once; gives the first of them. */
  nextMany(series: string, count: number): Promise<number>
  lendNumbers(rows: readonly Omit<LentNumber, 'usedBy' | 'voided'>[], at: number): Promise<void>
  /** Numbers that a device has and has not used, as far as is known. */
  freeNumbers(device: string): Promise<readonly LentNumber[]>
  lentNumber(id: string): Promise<LentNumber | null>
  useNumber(id: string, command: string): Promise<void>
  voidNumbers(device: string, at: number): Promise<void>
  numberCounts(unit: string): Promise<readonly { readonly device: string; readonly kind: LentNumber['kind']; readonly lent: number; readonly used: number; readonly voided: number }[]>

  counterRecord(hash: string): Promise<CounterRow | null>
  /** Hashes of what a device brought under a sequence. */
  hashesAt(device: string, sequence: number): Promise<readonly string[]>
  /** When the last record before a sequence was done; 0 when there is none. */
  doneBefore(device: string, sequence: number): Promise<number>
  standings(commands: readonly string[]): Promise<ReadonlyMap<string, Standing>>
  saveCounterRecord(row: CounterRow & { readonly signature: string; readonly after: readonly string[] }): Promise<void>
  settleCounterRecord(hash: string, verdict: CounterRow['verdict'], answer: CounterAnswer, at: number): Promise<void>
  /** Hashes of records that wait for a command, or for what is about an application. */
  waitingFor(what: { readonly command: string } | { readonly subject: string }): Promise<readonly string[]>
  openRecords(unit: string, limit: number): Promise<readonly CounterRow[]>
  openRecordCounts(unit: string): Promise<{ readonly setAside: number; readonly waiting: number }>
  /** Sequences that never came though a later one did, a device at a time. */
  gapsOf(device: string): Promise<readonly number[]>
  recordResolution(row: { readonly record: string; readonly key: string; readonly person: string; readonly what: Resolution; readonly reason: Uint8Array | null; readonly verdict: string; readonly at: number }): Promise<void>

  /** The receipt of a walk-in whose application has another number now. `held`: the id that its code is made from. */
  counterReceipt(number: string): Promise<{ readonly held: string; readonly application: string } | null>
  saveCounterReceipt(row: { readonly number: string; readonly held: string; readonly application: string; readonly at: number }): Promise<void>

  counterDocuments(application: string): Promise<readonly CounterDocument[]>
  saveCounterDocument(row: CounterDocument & { readonly device: string }): Promise<void>

  handedOut(application: string): Promise<boolean>
  recordHandOut(row: { readonly application: string; readonly permit: string; readonly device: string; readonly officer: string; readonly at: number }): Promise<void>

  /** The files of a published service: what a device reads its form, process and decisions from. */
  serviceFiles(service: string, version: string): Promise<Readonly<Record<string, unknown>> | null>
  /** Open cases of a unit that lie with one of these duties, nearest deadline first. */
  casesForCounter(unit: string, roles: readonly string[], limit: number): Promise<readonly { readonly id: string; readonly version: number }[]>
  /** Bookings of a day at places that are not over. */
  bookingsOfDay(places: readonly string[], from: number, to: number): Promise<readonly string[]>
  /** Signed permits of a unit that nobody has handed out, the newest first. */
  permitsToHandOut(unit: string, since: number, limit: number): Promise<readonly { readonly application: string; readonly number: string; readonly pdf: string }[]>
}

export type CounterDevice = {
  readonly id: string
  readonly unit: string
  readonly name: string
  readonly publicKey: DeviceKey
  readonly registeredAt: number
  readonly contactedAt: number | null
  readonly revokedAt: number | null
  readonly wipedAt: number | null
}

/** The half of a device's key that may be known: ECDSA on P-256, as a JSON Web Key. */
export type DeviceKey = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }

export type LentNumber = {
  readonly id: string
  readonly device: string
  readonly kind: 'application' | 'ticket'
  readonly number: string
  readonly service: string | null
  readonly place: string | null
  readonly desk: string | null
  readonly letter: string | null
  readonly day: string | null
  readonly sequence: number | null
  readonly usedBy: string | null
  readonly voided: boolean
}

export type CounterRow = {
  readonly hash: string
  readonly device: string
  readonly unit: string
  readonly sequence: number | null
  readonly command: string | null
  readonly officer: string | null
  readonly kind: string
  readonly subject: string | null
  readonly at: number
  readonly arrivedAt: number
  readonly key: string
  readonly sealed: Uint8Array
  readonly verdict: 'accepted' | 'waiting' | 'set-aside' | 'given-up'
  readonly answer: CounterAnswer
}

/** What a device is told of a record. `number`: of an application that went into the record under another one. */
export type CounterAnswer =
  | { readonly number?: string }
  | { readonly commands: readonly string[]; readonly documents: readonly string[] }
  | { readonly reason: SetAside | { readonly kind: 'Damaged' | 'Failed' } }

export type Resolution = 'apply-now' | 'other-number' | 'give-up'

/** Tells an officer that their decision was set aside. */
export type CounterJob = { readonly task: 'counter-mail'; readonly record: string }

export type CounterDocument = Pick<DocumentRow, 'id' | 'application' | 'size' | 'pages' | 'preview' | 'at'> & {
  readonly sha256: string
  readonly type: DocumentRow['type'] | null
  readonly mime: string | null
  readonly digest: string | null
  readonly ref: string | null
  readonly refused: string | null
}
