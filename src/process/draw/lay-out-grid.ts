import type { Point } from '../bpmn/model.ts'
import { assignChannels } from './assign-tracks.ts'
import type { Item, Link } from './grid.ts'
import { placeRows } from './place-rows.ts'
import { rankItems } from './rank-items.ts'
import { routeLinks } from './route-links.ts'
import { pointsAt } from './routes.ts'

const [trackWidth, gapWidth, rowGap, bandPadding, overHeight] = [10, 40, 26, 22, 12]

/** Items now know their middles. Everything lies right of and below 0. */
export type Placed = {
  readonly lines: ReadonlyMap<Link, readonly Point[]>
  readonly width: number
  readonly height: number
  /** Top and height of each band that anything stands in. */
  readonly bands: ReadonlyMap<number, { readonly top: number; readonly height: number }>
}

/** Lays items out from left to right on a grid of ranks and rows, with level and upright lines between them. */
export function layOutGrid(items: readonly Item[], links: readonly Link[]): Placed {
  placeRows(items, links, rankItems(items, links))
  const all = new Set([...items, ...links.flatMap((link) => link.stops)])
  const [gapX, underTop, bands] = [[] as number[], [] as number[], new Map<number, { top: number; height: number }>()]
  const size = { height: 0 }
  const routes = routeLinks(items, links, {
    channelX: ({ gap, track }) => (gapX[gap] ?? 0) + 14 + track * trackWidth,
    overY: ({ side, track }) => (side === 'top' ? topRoom - 12 - track * overHeight : size.height - bottomRoom + 10 + track * overHeight),
    underY: (row, track) => (underTop[row] ?? 0) + 8 + track * trackWidth,
  })
  const room = (side: 'top' | 'bottom') => routes.overs.filter((over) => over.side === side).reduce((most, over) => Math.max(most, (over.track + 1) * overHeight + 10), 0)
  const [topRoom, bottomRoom] = [room('top'), room('bottom')]

  // Down the page: rows as high as what stands in them.
  let y = 0
  const rows = [...Map.groupBy(all, (item) => item.row)].toSorted(([one], [other]) => one - other)
  for (const [index, [row, inRow]] of rows.entries()) {
    const band = inRow[0]!.band
    const padding = hasBands(items) ? bandPadding : 0
    if (!bands.has(band)) {
      const top = y
      y += padding + (index === 0 ? topRoom : 0)
      bands.set(band, { top, height: 0 })
    }
    const [above, below] = [Math.max(...inRow.map((item) => item.size?.above ?? 8)), Math.max(...inRow.map((item) => item.size?.below ?? 8))]
    for (const item of inRow) item.y = y + above
    underTop[row] = y + above + below
    const last = index === rows.length - 1
    y += above + below + (routes.under.get(row) ?? 0) * trackWidth + (last ? bottomRoom : 0)
    if (last || rows[index + 1]![1][0]!.band !== band) {
      y += padding
      bands.get(band)!.height = y - bands.get(band)!.top
    } else y += rowGap
  }
  size.height = y

  // Along the page: ranks as wide as what stands in them, gaps as wide as what runs and is written in them.
  const channels = Map.groupBy(routes.channels, (channel) => channel.gap)
  const names = Map.groupBy(links.filter((link) => link.room > 0), (link) => link.to.rank)
  const ranks = Math.max(-1, ...items.map((item) => item.rank)) + 1
  const columns = Map.groupBy(all, (item) => item.rank)
  let x = 0
  for (let gap = 0; gap <= ranks; gap++) {
    gapX[gap] = x
    const tracks = assignChannels(channels.get(gap) ?? [])
    const edge = gap === 0 || gap === ranks
    const written = Math.max(0, ...(names.get(gap) ?? []).map((link) => link.room))
    if (!edge || tracks > 0) x += Math.max(edge ? 0 : gapWidth, 14 + tracks * trackWidth + (gap === ranks ? 0 : 14), written === 0 ? 0 : 14 + tracks * trackWidth + written)
    const column = columns.get(gap) ?? []
    const width = Math.max(0, ...column.map((item) => item.size?.columnWidth ?? 0))
    for (const item of column) item.x = x + width / 2
    x += width
  }
  return { lines: new Map([...routes.lines].map(([link, bends]) => [link, pointsAt(bends)])), width: x, height: y, bands }
}

const hasBands = (items: readonly Item[]): boolean => items.some((item) => item.band !== items[0]?.band)
