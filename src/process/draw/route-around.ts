import { assignTracks } from './assign-tracks.ts'
import type { Item, Link } from './grid.ts'
import { enter, portOf, right, type Bend, type Ground, type Over } from './routes.ts'

type Side = Over['side']

/** How far apart what comes in and what goes out on one side of an element are, from the middle, in px. */
const apart = 8

/**
 * Leads links around everything: from an item straight up, or down, if its rank is free there, else out at the right and
 * along the gap; and so into the other. Where an item has both on one side, what leads back leaves left of what comes in.
 */
export function leadAround(links: readonly Link[], ground: Ground): (link: Link) => readonly Bend[] {
  const isClear = (item: Item, side: Side) => (side === 'top' ? ground.isFree(item.rank, -1, item.row - 1) : ground.isFree(item.rank, item.row + 1, Infinity))
  const ways = new Map(links.map((link) => {
    const { from, to, event } = link
    const side: Side = event !== null || (from !== to && !isClear(from, 'top') && isClear(from, 'bottom')) ? 'bottom' : 'top'
    const out = from !== to && isClear(from, side)
    const back = isClear(to, side) && (side === 'top' || isBare(to))
    return [link, { side, out, back }] as const
  }))
  const spots = (which: 'out' | 'back') => new Set([...ways].filter(([link, way]) => way[which] && (which === 'back' || link.event === null)).map(([link, { side }]) => `${side} ${(which === 'out' ? link.from : link.to).id}`))
  const [leaving, entering] = [spots('out'), spots('back')]
  const shift = (item: Item, side: Side) => (leaving.has(`${side} ${item.id}`) && entering.has(`${side} ${item.id}`) ? apart : 0)

  return (link) => {
    const { from, to, event, id } = link
    const { side, out, back } = ways.get(link)!
    const over: Over = { side, from: Math.min(from.rank, to.rank), to: Math.max(from.rank, to.rank), track: 0 }
    ground.overs.push(over)
    const y = () => ground.overY(over)
    const bends: Bend[] = []
    if (out) {
      const port = event === null ? outerPort(from, side, -shift(from, side)) : portOf(from, event)
      bends.push(port, { x: port.x, y })
    } else {
      const port: Bend = event === null ? { x: () => right(from), y: () => from.y } : portOf(from, event)
      const level = event === null ? port.y : ground.runUnder(from.row)
      const x = ground.open(from.rank + 1, `over ${id}`, level, y)
      bends.push(port, ...(event === null ? [] : [{ x: port.x, y: level }]), { x, y: level }, { x, y })
    }
    if (back) {
      const port = outerPort(to, side, shift(to, side))
      return [...bends, { x: port.x, y }, port]
    }
    const x = ground.open(to.rank, `back ${to.id}`, y, () => to.y)
    return [...bends, { x, y }, { x, y: () => to.y }, enter(to)]
  }
}

/** Whether nothing else leaves the lower side: gateways let go there, and events stand there. */
const isBare = ({ size }: Item): boolean => size !== null && size.outline !== 'diamond' && size.edge.size === 0

/** Where a line meets the upper or lower side of an item, so far right of its middle. */
function outerPort(item: Item, side: Side, by: number): Bend {
  const { height, outline } = item.size!
  const radius = height / 2
  const reach = outline === 'box' ? radius : outline === 'diamond' ? radius - Math.abs(by) : Math.sqrt(radius * radius - by * by)
  return { x: () => item.x + by, y: () => item.y + (side === 'top' ? -reach : reach) }
}

/** Short ways around lie inside longer ones. */
export function assignOvers(overs: readonly Over[]): void {
  for (const side of ['top', 'bottom'] as const)
    assignTracks(overs.filter((over) => over.side === side).toSorted((one, other) => one.to - one.from - (other.to - other.from)), (over) => [over.from, over.to])
}
