import { createHash } from 'node:crypto'
import type { OpenOffice } from '#adapters/open-office.ts'
import { placePin } from '#usecases/tickets/at-the-place.ts'
import { readBoard } from '#usecases/tickets/read-board.ts'

/** One address may hold so many boards open; a hall has a few, behind one address. */
const perAddress = 24
const perNode = 2_000
const heartbeatMs = 15_000
/** Changes that come close together are shown at once. */
const gatherMs = 120

type State = { readonly id: string; readonly text: string }
type Feed = { readonly listeners: Set<(state: State | null) => void>; latest: Promise<State | null>; stop(): void }

const feeds = new WeakMap<OpenOffice, Map<string, Feed>>()
const open = new Map<string, number>()

/**
 * A board's stream of server-sent events: the whole board after every change, under an id that says what is in it. Who
 * comes back with the id of what is still so (`Last-Event-ID`) is sent nothing twice; who missed something is sent the
 * board as it is now, on whichever node. Screens at the place also get its changing digits. Null when an address or
 * this node has too many open.
 */
export function boardStream(office: OpenOffice, place: string, visit: { readonly address: string; readonly lastId: string | null; readonly atPlace: boolean }): ReadableStream<Uint8Array> | null {
  const held = open.get(visit.address) ?? 0
  const all = [...open.values()].reduce((sum, each) => sum + each, 0)
  if (held >= perAddress || all >= perNode) return null
  open.set(visit.address, held + 1)
  const words = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let sent = visit.lastId
      let pin = ''
      let ended = false
      // A reading may come back after the visitor went, or after this node began to stop.
      const say = (text: string) => !ended && controller.enqueue(words.encode(text))
      const sayPin = () => {
        const now = placePin(office, place, office.now())
        if (visit.atPlace && now !== pin) say(`event: pin\ndata: ${now}\n\n`)
        pin = now
      }
      const show = (state: State | null) => {
        if (state === null) return end()
        if (state.id !== sent) say(`id: ${state.id}\nevent: board\ndata: ${state.text}\n\n`)
        sent = state.id
        sayPin()
      }
      const heart = setInterval(() => {
        say(': here\n\n')
        sayPin()
      }, heartbeatMs)
      const feed = feedOf(office, place)
      feed.listeners.add(show)
      end = () => {
        if (ended) return
        ended = true
        clearInterval(heart)
        feed.listeners.delete(show)
        if (feed.listeners.size === 0) feed.stop()
        const left = (open.get(visit.address) ?? 1) - 1
        if (left > 0) open.set(visit.address, left)
        else open.delete(visit.address)
        try {
          controller.close()
        } catch {
          // The reader went first.
        }
      }
      say('retry: 2000\n\n')
      feed.latest.then(show, end)
    },
    cancel: () => end(),
  })
}

/** All boards of a place on this node share one reading of it. */
function feedOf(office: OpenOffice, place: string): Feed {
  const here = feeds.get(office) ?? new Map<string, Feed>()
  feeds.set(office, here)
  const known = here.get(place)
  if (known) return known
  const listeners = new Set<(state: State | null) => void>()
  let timer: NodeJS.Timeout | undefined
  const tell = (state: State | null) => [...listeners].forEach((listener) => listener(state))
  const look = () => {
    timer = undefined
    const latest = stateOf(office, place)
    feed.latest = latest
    // A reading that failed is made up for by the next change, or by the board's own return.
    latest.then((state) => feed.latest === latest && tell(state), () => undefined)
  }
  const unwatch = office.lineChanges.watch(place, {
    changed: () => (timer ??= setTimeout(look, gatherMs)),
    ended: () => tell(null),
  })
  const feed: Feed = {
    listeners,
    latest: stateOf(office, place),
    stop: () => {
      clearTimeout(timer)
      unwatch()
      here.delete(place)
    },
  }
  here.set(place, feed)
  return feed
}

async function stateOf(office: OpenOffice, place: string): Promise<State | null> {
  const board = await readBoard(office, place)
  if (board === null) return null
  const text = JSON.stringify(board)
  return { id: createHash('sha256').update(text).digest('base64url').slice(0, 16), text }
}
