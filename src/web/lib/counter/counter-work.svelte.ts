import { openCounter, readKept, type Counter, type Kept, type Receipt } from './counter-kept.ts'
import { withStore } from './device-store.ts'
import { fetchHolding, type Fetched } from './fetch-holding.ts'
import { syncHere, type Contact } from './sync-here.ts'

const betweenTriesMs = 15_000
const betweenFetchesMs = 10 * 60_000
/** Less room than a few applications with their scans take. */
const littleRoom = 100_000_000

/** The counter's page while it is open: what is on the device, whether the office was reached, and what is being written. */
export class CounterWork {
  stage = $state<'opening' | 'none' | 'wiped' | 'ready'>('opening')
  kept = $state.raw<Kept | null>(null)
  reached = $state<Contact['kind'] | null>(null)
  fetched = $state<Fetched | null>(null)
  receipt = $state.raw<Receipt | null>(null)
  /** Something was typed that is not recorded; it is being recorded. */
  isTyping = $state(false)
  isWriting = $state(false)
  /** Which application it is: each has a form of its own. */
  round = $state(0)
  isSending = $state(false)
  /** The page itself is kept: it opens without the line. */
  isPrepared = $state(false)
  /** Bytes, when they are few. */
  roomLeft = $state<number | null>(null)
  wipedAt = $state(0)
  counter: Counter | null = null
  #fetchedAt = Number.NEGATIVE_INFINITY

  get isSafe(): boolean {
    return !this.isTyping && !this.isWriting
  }

  /** Records without an answer, and scans. */
  get toSend(): number {
    return (this.kept?.entries.filter(({ verdict }) => verdict === null).length ?? 0) + (this.kept?.scansToSend ?? 0)
  }

  /** Opens what is kept, and looks for the office from then on. Gives what ends it. */
  start(): () => void {
    void this.#open()
    const timer = setInterval(() => void this.contact(), betweenTriesMs)
    return () => clearInterval(timer)
  }

  async #open(): Promise<void> {
    void this.#prepare()
    this.counter = await openCounter()
    if (!this.counter) {
      this.wipedAt = (await withStore((store) => store.get('moments', 'wiped'))) ?? 0
      this.stage = this.wipedAt > 0 ? 'wiped' : 'none'
      return
    }
    // Asked of the browser: that it throws nothing of this away by itself when room is short.
    void navigator.storage.persist().catch(() => false)
    await this.look()
    this.stage = 'ready'
    await this.contact()
  }

  async #prepare(): Promise<void> {
    await navigator.serviceWorker.register('/counter-worker.js', { scope: '/office/alone/work' }).catch(() => null)
    await navigator.serviceWorker.ready
    this.isPrepared = true
  }

  /** What is on the device now. */
  async look(): Promise<void> {
    if (!this.counter) return
    this.kept = await readKept(this.counter)
    const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
    this.roomLeft = quota - usage < littleRoom ? Math.max(0, quota - usage) : null
  }

  /** One try to reach the office: brings what is to be sent, and takes what is new. `isWished`: the officer asked for it. */
  async contact(isWished = false): Promise<void> {
    const { counter } = this
    if (!counter || this.isSending) return
    this.isSending = true
    try {
      const { kind } = await syncHere(counter)
      this.reached = kind
      if (kind === 'wiped') return await this.#leave()
      const isDue = isWished || performance.now() - this.#fetchedAt > betweenFetchesMs || this.fetched === 'signed-out'
      if (kind === 'met' && isDue) {
        this.fetched = await fetchHolding(counter)
        if (this.fetched === 'fetched') this.#fetchedAt = performance.now()
      }
      await this.look()
    } finally {
      this.isSending = false
    }
  }

  async #leave(): Promise<void> {
    this.counter = null
    this.kept = null
    this.receipt = null
    this.isTyping = false
    this.wipedAt = (await withStore((store) => store.get('moments', 'wiped'))) ?? 0
    this.stage = 'wiped'
  }
}
