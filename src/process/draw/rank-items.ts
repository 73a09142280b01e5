import type { Item, Link } from './grid.ts'

/** Cells that are kept free for passing flows, at most: beyond it flows lead around. Keeps huge models drawable. */
const mostPasses = 10_000

/**
 * Gives every item its rank, the longest way from a start (longest path layering), after setting apart the links that
 * lead back. Returns how far the longest way from each item to an end is.
 */
export function rankItems(items: readonly Item[], links: readonly Link[]): ReadonlyMap<Item, number> {
  const out = Map.groupBy(links, (link) => link.from)
  setBackApart(items, out)
  const onward = links.filter((link) => link.way === 'on')
  const waits = new Map(items.map((item) => [item, 0]))
  for (const { to } of onward) waits.set(to, (waits.get(to) ?? 0) + 1)
  const order = items.filter((item) => waits.get(item) === 0)
  for (const item of order)
    for (const link of out.get(item) ?? []) {
      if (link.way !== 'on') continue
      link.to.rank = Math.max(link.to.rank, item.rank + 1)
      const left = (waits.get(link.to) ?? 1) - 1
      waits.set(link.to, left)
      if (left === 0) order.push(link.to)
    }
  const tails = new Map<Item, number>()
  for (const item of order.toReversed()) tails.set(item, Math.max(0, ...(out.get(item) ?? []).filter((link) => link.way === 'on').map((link) => 1 + (tails.get(link.to) ?? 0))))
  keepCellsFree(onward)
  return tails
}

/** A link back to an item that the walk still stands on closes a circle. The walk keeps its own stack: models can be deep. */
function setBackApart(items: readonly Item[], out: ReadonlyMap<Item, readonly Link[]>): void {
  const seen = new Map<Item, 'open' | 'closed'>()
  for (const first of items) {
    if (seen.has(first)) continue
    const stack = [{ item: first, next: 0 }]
    seen.set(first, 'open')
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const link = out.get(top.item)?.[top.next++]
      if (!link) {
        seen.set(top.item, 'closed')
        stack.pop()
      } else if (seen.get(link.to) === 'open') link.way = 'over'
      else if (!seen.has(link.to)) {
        seen.set(link.to, 'open')
        stack.push({ item: link.to, next: 0 })
      }
    }
  }
}

function keepCellsFree(links: readonly Link[]): void {
  let left = mostPasses
  for (const link of links.toSorted((one, other) => span(one) - span(other))) {
    left -= span(link) - 1
    if (left < 0) link.way = 'over'
    else
      link.stops = [
        link.from,
        ...Array.from({ length: span(link) - 1 }, (_, step): Item => ({ id: '', size: null, band: link.from.band, rank: link.from.rank + 1 + step, row: 0, x: 0, y: 0 })),
        link.to,
      ]
  }
}

const span = ({ from, to }: Link): number => to.rank - from.rank
