import type { Point } from '../bpmn/model.ts'
import type { Channel } from './assign-tracks.ts'
import type { Item, Link } from './grid.ts'

/** Where a line bends, to be asked when all is placed. */
export type Bend = { readonly x: () => number; readonly y: () => number }

/** The lines between items before anything has a place in px. */
export type Routes = {
  readonly lines: ReadonlyMap<Link, readonly Bend[]>
  /** Upright parts, in the gap before each rank. */
  readonly channels: readonly Channel[]
  /** Level parts above and below everything: one number from the inside out. */
  readonly overs: readonly Over[]
  /** How many level parts run under a row, for what leaves from an edge. */
  readonly under: ReadonlyMap<number, number>
}
export type Over = { readonly side: 'top' | 'bottom'; readonly from: number; readonly to: number; track: number }

/** Places in px that bends ask for. */
export type Places = {
  readonly channelX: (channel: Channel) => number
  readonly overY: (over: Over) => number
  readonly underY: (row: number, track: number) => number
}

/** What routes are found on, and what they have taken of it so far. */
export type Ground = {
  readonly channels: Channel[]
  readonly overs: Over[]
  readonly under: Map<number, number>
  /** No item stands in these rows of a rank. */
  readonly isFree: (rank: number, first: number, last: number) => boolean
  /** Opens an upright part in a gap, and gives its place. */
  readonly open: (gap: number, key: string, from: () => number, to: () => number) => () => number
  /** Opens a level part under a row, and gives its place. */
  readonly runUnder: (row: number) => () => number
  readonly overY: Places['overY']
}

export function groundFor(items: readonly Item[], links: readonly Link[], places: Places): Ground {
  const ranks = Map.groupBy(new Set([...items, ...links.flatMap((link) => link.stops)]), (item) => item.rank)
  const channels: Channel[] = []
  const under = new Map<number, number>()
  return {
    channels,
    overs: [],
    under,
    overY: places.overY,
    isFree: (rank, first, last) => !(ranks.get(rank) ?? []).some((item) => item.row >= first && item.row <= last),
    open: (gap, key, from, to) => {
      const channel: Channel = { gap, key, from, to, track: 0 }
      channels.push(channel)
      return () => places.channelX(channel)
    },
    runUnder: (row) => {
      const track = under.get(row) ?? 0
      under.set(row, track + 1)
      return () => places.underY(row, track)
    },
  }
}

export const right = ({ x, size }: Item): number => x + (size?.width ?? 0) / 2
export const enter = (item: Item): Bend => ({ x: () => item.x - (item.size?.width ?? 0) / 2, y: () => item.y })
/** The lower end of an item, or of an event on its lower edge. */
export const portOf = (item: Item, event: string | null): Bend => ({
  x: () => item.x + (event === null ? 0 : item.size?.edge.get(event) ?? 0),
  y: () => item.y + (item.size?.height ?? 0) / 2 + (event === null ? 0 : 15),
})
export const pointsAt = (bends: readonly Bend[]): readonly Point[] => bends.map(({ x, y }) => ({ x: x(), y: y() }))
