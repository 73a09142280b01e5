import type { Item, Link } from './grid.ts'
import { assignOvers, leadAround } from './route-around.ts'
import { enter, groundFor, portOf, right, type Bend, type Ground, type Places, type Routes } from './routes.ts'

/**
 * Routes all links between their cells: level in rows, upright in the gaps between ranks, and around everything for those
 * that lead back. `places` is asked only when the lines are drawn.
 */
export function routeLinks(items: readonly Item[], links: readonly Link[], places: Places): Routes {
  const ground = groundFor(items, links, places)
  const around = leadAround(links.filter((link) => link.way === 'over'), ground)
  const outs = Map.groupBy(links, (link) => link.from)
  // From the right, so that what leaves an edge farther left runs farther down.
  const lines = new Map(links.toReversed().map((link) => [link, link.way === 'on' ? leadOn(link, outs, ground) : around(link)]))
  assignOvers(ground.overs)
  return { lines, channels: ground.channels, overs: ground.overs, under: ground.under }
}

function leadOn(link: Link, outs: ReadonlyMap<Item, readonly Link[]>, ground: Ground): readonly Bend[] {
  const bends = leave(link, ground)
  for (const [index, to] of link.stops.entries()) {
    const from = link.stops[index - 1]
    if (!from || from.row === to.row || (index === 1 && bends.length > 1)) continue
    if (to.size?.outline === 'diamond' && from.row > to.row && (outs.get(to)?.length ?? 0) < 2 && ground.isFree(to.rank, to.row + 1, from.row))
      return [...bends, { x: () => to.x, y: () => from.y }, { x: () => to.x, y: () => to.y + to.size!.height / 2 }]
    const key = from.size && (outs.get(from)?.length ?? 0) > 1 ? `from ${from.id}` : `to ${to.id || link.id}`
    const x = ground.open(to.rank, key, () => from.y, () => to.y)
    bends.push({ x, y: () => from.y }, { x, y: () => to.y })
  }
  return [...bends, enter(link.to)]
}

/** The first bends: out of the right side, or down from a gateway or an event on an edge and then towards the next stop. */
function leave({ from, stops, event }: Link, { isFree, open, runUnder }: Ground): Bend[] {
  const next = stops[1]!
  const falls = next.row > from.row && isFree(from.rank, from.row + 1, next.row)
  if (event === null && !(from.size?.outline === 'diamond' && falls)) return [{ x: () => right(from), y: () => from.y }]
  const port = portOf(from, event)
  if (falls) return [port, { x: port.x, y: () => next.y }]
  const y = runUnder(from.row)
  const x = open(next.rank, `event ${event}`, y, () => next.y)
  return [port, { x: port.x, y }, { x, y }, { x, y: () => next.y }]
}
