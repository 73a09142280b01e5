import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { writeBatch } from '../../src/office/counter/batch.ts'
import { emptyJournal, writeRecord, type JournalEnd } from '../../src/office/counter/journal.ts'
import type { CounterCommand, SignedRecord } from '../../src/office/counter/record.ts'
import { readClock } from '../../src/office/counter/trusted-time.ts'
import { registerDevice } from '../../src/usecases/counter/devices.ts'
import { readSnapshot, type Snapshot } from '../../src/usecases/counter/read-snapshot.ts'
import { syncCounter, type LineAnswer, type Synced } from '../../src/usecases/counter/sync-counter.ts'
import { uploadCounterDocument } from '../../src/usecases/counter/upload-document.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { Visitor } from '../../src/usecases/views.ts'

export const hashOf = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

/** A computer at a counter, with a key that can not leave it and clocks of its own; what it does is kept until it is answered. */
export class CounterDevice {
  readonly id: string
  readonly #key: CryptoKey
  #end: JournalEnd
  #snapshot: Snapshot | null = null
  #met = 0
  #numbers: Snapshot['numbers'][number][] = []
  /** How wrong its own clock is, and the time that has gone by; both in milliseconds. */
  skew = 0
  now = 0
  readonly unsent: SignedRecord[] = []
  readonly answers = new Map<string, LineAnswer>()
  readonly scans = new Map<string, { readonly application: string; readonly bytes: Uint8Array }>()

  constructor(id: string, key: CryptoKey) {
    this.id = id
    this.#key = key
    this.#end = emptyJournal(id)
  }

  get snapshot(): Snapshot {
    assert.ok(this.#snapshot, 'the device was never with the server')
    return this.#snapshot
  }

  sign = async (text: string): Promise<string> =>
    Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#key, new TextEncoder().encode(text))).toString('base64url')

  /** The word with which it calls. */
  async word(purpose: string, about: string, at: number): Promise<string> {
    const word = Buffer.from(JSON.stringify({ v: 1, device: this.id, purpose, about, at })).toString('base64url')
    return `Counter ${word}.${await this.sign(word)}`
  }

  async meet(office: Office, officer: Visitor): Promise<Snapshot> {
    const device = await office.store.transaction((tx) => tx.counterDevice(this.id))
    const read = await readSnapshot(office, officer, device!, { services: {}, cases: {} })
    assert.ok(read.ok, JSON.stringify(read))
    this.#snapshot = read.snapshot
    if (read.snapshot.numbers.length > 0) this.#numbers = [...read.snapshot.numbers]
    this.#met = this.now = read.snapshot.stamp.at
    return read.snapshot
  }

  /** Does something alone; gives the command's id. */
  async does(officer: Visitor, does: CounterCommand, { after = [], isRestarted = false, command = randomUUID() as string }: { readonly after?: readonly string[]; readonly isRestarted?: boolean; readonly command?: string } = {}): Promise<string> {
    const met = { stamp: this.snapshot.stamp, skew: this.skew, monotonic: isRestarted ? null : this.#met }
    const clock = readClock(this.now + this.skew, met, this.now)
    const { end, record } = await writeRecord(this.#end, { command, officer: officer.person, clock, after, does }, async (text) => hashOf(text), this.sign)
    this.#end = end
    this.unsent.push(record)
    return command
  }

  /** One try to bring what is unsent: the connection carries so many bytes (null: all), and may break before the answer. */
  async sync(office: Office, cut: number | null = null, isAnswered = true): Promise<Synced> {
    const device = await office.store.transaction((tx) => tx.counterDevice(this.id))
    const bytes = new TextEncoder().encode(writeBatch(this.unsent))
    const synced = await syncCounter(office, device!, broken(bytes, cut))
    if (cut !== null && !isAnswered) return synced
    for (const answer of synced.answers) {
      this.answers.set(answer.hash, answer)
      const index = this.unsent.findIndex(({ body }) => hashOf(body) === answer.hash)
      if (index >= 0) this.unsent.splice(index, 1)
    }
    return synced
  }

  /** The next application number of its block. */
  nextNumber(service: string): Snapshot['numbers'][number] {
    const index = this.#numbers.findIndex((each) => each.service === service)
    assert.ok(index >= 0, 'the block of numbers is used up')
    return this.#numbers.splice(index, 1)[0]!
  }

  nextTicket(place: string, desk: string): Snapshot['numbers'][number] {
    const index = this.#numbers.findIndex((each) => each.place === place && each.desk === desk)
    assert.ok(index >= 0, 'the share of tickets is used up')
    return this.#numbers.splice(index, 1)[0]!
  }

  /** A scan on the device; gives the hash by which records speak of it. */
  scan(application: string, bytes: Uint8Array): string {
    const sha256 = hashOf(bytes)
    this.scans.set(`${application} ${sha256}`, { application, bytes })
    return sha256
  }

  /** Brings every scan that it has. */
  async uploadAll(office: Office): Promise<void> {
    for (const { application, bytes } of this.scans.values()) await this.upload(office, application, bytes)
    this.scans.clear()
  }

  async upload(office: Office, application: string, bytes: Uint8Array): Promise<void> {
    const device = await office.store.transaction((tx) => tx.counterDevice(this.id))
    const taken = await uploadCounterDocument(office, device!, { sha256: hashOf(bytes), application, bytes })
    assert.ok(taken.ok, JSON.stringify(taken))
  }
}

/** A computer that the head made a counter of the unit. */
export async function newDevice(office: Office, head: Visitor, unit: string): Promise<CounterDevice> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const jwk = await crypto.subtle.exportKey('jwk', publicKey)
  const registered = await registerDevice(office, head, { unit, name: 'Loket 1', publicKey: jwk, command: randomUUID() })
  assert.ok(registered.ok, JSON.stringify(registered))
  return new CounterDevice(registered.id, privateKey)
}

/** Bytes in pieces as a network brings them; it breaks after `cut` of them. */
async function* broken(bytes: Uint8Array, cut: number | null): AsyncGenerator<Uint8Array> {
  const end = Math.min(bytes.length, cut ?? bytes.length)
  for (let at = 0; at < end; at += 4_093) yield bytes.subarray(at, Math.min(end, at + 4_093))
  if (cut !== null) throw Object.assign(new Error('The connection broke.'), { code: 'ECONNRESET' })
}
