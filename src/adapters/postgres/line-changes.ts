import type pg from 'pg'
import { newClient } from './connection.ts'

/** Tells who watches a place that its line has changed; on whichever node, by whomever. */
export type LineChanges = {
  /**
   * Calls `changed` soon after every change at a place, and after a time in which changes may have been missed; `ended`
   * when this node stops. Gives how to stop watching.
   */
  watch(place: string, watcher: Watcher): () => void
  close(): Promise<void>
}

type Watcher = { changed(): void; ended(): void }

const channel = 'office_line'
const longestPause = 10_000

/**
 * One listening connection a node, opened with the first watcher. When it breaks it is opened again, with growing
 * pauses, and everybody who watches is told to look: the database keeps no message for who was not there.
 */
export function openLineChanges(url: string, report: (words: string) => void): LineChanges {
  const watchers = new Map<string, Set<Watcher>>()
  let client: pg.Client | null = null
  let connecting = false
  let closed = false
  let pause = 100
  let timer: NodeJS.Timeout | undefined

  const tell = (place: string) => watchers.get(place)?.forEach((watcher) => watcher.changed())
  const again = () => {
    client = null
    connecting = false
    if (closed) return
    timer = setTimeout(() => void connect(), pause)
    pause = Math.min(pause * 2, longestPause)
  }
  const connect = async () => {
    if (connecting || closed) return
    connecting = true
    const mine = newClient(url, { options: '-c role=satu_pintu_app' })
    mine.on('error', () => mine.end().catch(() => undefined))
    mine.once('end', again)
    mine.on('notification', (message) => tell(message.payload ?? ''))
    client = mine
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      pause = 100
      for (const place of watchers.keys()) tell(place)
    } catch {
      if (!closed) report('The line can not be listened to; trying again')
      mine.end().catch(() => undefined)
    }
  }
  return {
    watch(place, watcher) {
      const here = watchers.get(place) ?? new Set()
      watchers.set(place, here.add(watcher))
      void connect()
      return () => {
        here.delete(watcher)
        if (here.size === 0) watchers.delete(place)
      }
    },
    async close() {
      closed = true
      clearTimeout(timer)
      for (const here of watchers.values()) for (const watcher of [...here]) watcher.ended()
      await client?.end().catch(() => undefined)
    },
  }
}
