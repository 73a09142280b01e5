import type { Point } from '../bpmn/model.ts'
import type { Item, Link } from './grid.ts'
import { assignTracks, type Channel } from './assign-tracks.ts'

/** Where a line bends, to be asked when all is placed. */
type Bend = { readonly x: () => number; readonly y: () => number }

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

/**
 * Routes all links between their cells: level in rows, upright in the gaps between ranks, and around everything for those
 * that lead back. `places` is asked only when the lines are drawn.
 */
export function routeLinks(items: readonly Item[], links: readonly Link[], places: Places): Routes {
  const rows = Map.groupBy(new Set([...items, ...links.flatMap((link) => link.stops)]), (item) => item.rank)
  const outs = Map.groupBy(links, (link) => link.from)
  const channels: Channel[] = []
  const overs: Over[] = []
  const under = new Map<number, number>()

  /** No item stands in these rows of a rank. */
  const isFree = (rank: number, first: number, last: number) => !(rows.get(rank) ?? []).some((item) => item.row >= first && item.row <= last)
  const open = (gap: number, key: string, from: () => number, to: () => number): (() => number) => {
    const channel: Channel = { gap, key, from, to, track: 0 }
    channels.push(channel)
    return () => places.channelX(channel)
  }
  const runUnder = (row: number): (() => number) => {
    const track = under.get(row) ?? 0
    under.set(row, track + 1)
    return () => places.underY(row, track)
  }

  const leadOn = (link: Link): readonly Bend[] => {
    const bends = leave(link)
    for (const [index, to] of link.stops.entries()) {
      const from = link.stops[index - 1]
      if (!from || from.row === to.row || (index === 1 && bends.length > 1)) continue
      if (to.size?.gateway && from.row > to.row && (outs.get(to)?.length ?? 0) < 2 && isFree(to.rank, to.row + 1, from.row))
        return [...bends, { x: () => to.x, y: () => from.y }, { x: () => to.x, y: () => to.y + to.size!.height / 2 }]
      const key = from.size && (outs.get(from)?.length ?? 0) > 1 ? `from ${from.id}` : `to ${to.id || link.id}`
      const x = open(to.rank, key, () => from.y, () => to.y)
      bends.push({ x, y: () => from.y }, { x, y: () => to.y })
    }
    return [...bends, enter(link.to)]
  }

  /** The first bends: out of the right side, or down from a gateway or an event on an edge and then towards the next stop. */
  const leave = ({ from, stops, event }: Link): Bend[] => {
    const next = stops[1]!
    const falls = next.row > from.row && isFree(from.rank, from.row + 1, next.row)
    if (event === null && !(from.size?.gateway && falls)) return [{ x: () => right(from), y: () => from.y }]
    const port = portOf(from, event)
    if (falls) return [port, { x: port.x, y: () => next.y }]
    const y = runUnder(from.row)
    const x = open(next.rank, `event ${event}`, y, () => next.y)
    return [port, { x: port.x, y }, { x, y }, { x, y: () => next.y }]
  }

  const leadOver = ({ from, to, event, id }: Link): readonly Bend[] => {
    const clear = (item: Item, side: Over['side']) => (side === 'top' ? isFree(item.rank, -1, item.row - 1) : isFree(item.rank, item.row + 1, Infinity))
    const side = event !== null || (from !== to && !clear(from, 'top') && clear(from, 'bottom')) ? 'bottom' : 'top'
    const over: Over = { side, from: Math.min(from.rank, to.rank), to: Math.max(from.rank, to.rank), track: 0 }
    overs.push(over)
    const [y, edge] = [() => places.overY(over), side === 'top' ? -1 : 1]
    const port = portOf(from, event)
    const out = (): readonly Bend[] => {
      if (from !== to && clear(from, side)) return event === null ? [{ x: () => from.x, y: () => from.y + (edge * from.size!.height) / 2 }, { x: () => from.x, y }] : [port, { x: port.x, y }]
      const level = event === null ? () => from.y : runUnder(from.row)
      const x = open(from.rank + 1, `over ${id}`, level, y)
      return [...(event === null ? [{ x: () => right(from), y: level }] : [port, { x: port.x, y: level }]), { x, y: level }, { x, y }]
    }
    const back = (): readonly Bend[] => {
      if (clear(to, side) && (side === 'top' || to.size?.edge.size === 0)) return [{ x: () => to.x, y }, { x: () => to.x, y: () => to.y + (edge * to.size!.height) / 2 }]
      const x = open(to.rank, `back ${to.id}`, y, () => to.y)
      return [{ x, y }, { x, y: () => to.y }, enter(to)]
    }
    return [...out(), ...back()]
  }

  // From the right, so that what leaves an edge farther left runs farther down.
  const lines = new Map(links.toReversed().map((link) => [link, link.way === 'on' ? leadOn(link) : leadOver(link)]))
  assignOvers(overs)
  return { lines, channels, overs, under }
}

const right = ({ x, size }: Item): number => x + (size?.width ?? 0) / 2
const enter = (item: Item): Bend => ({ x: () => item.x - (item.size?.width ?? 0) / 2, y: () => item.y })
/** The lower end of an item, or of an event on its lower edge. */
const portOf = (item: Item, event: string | null): Bend => ({
  x: () => item.x + (event === null ? 0 : item.size?.edge.get(event) ?? 0),
  y: () => item.y + (item.size?.height ?? 0) / 2 + (event === null ? 0 : 15),
})

/** Short ways around lie inside longer ones. */
function assignOvers(overs: readonly Over[]): void {
  for (const side of ['top', 'bottom'] as const)
    assignTracks(overs.filter((over) => over.side === side).toSorted((one, other) => one.to - one.from - (other.to - other.from)), (over) => [over.from, over.to])
}

export const bendsAt = (bends: readonly Bend[]): readonly Point[] => bends.map(({ x, y }) => ({ x: x(), y: y() }))
