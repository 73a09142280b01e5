import type { Item, Link } from './grid.ts'

type Step = { readonly from: Item; readonly to: Item; readonly event: boolean; readonly tail: number; readonly nth: number }

/**
 * Gives every item its row. The longest way on stays level with what it comes from, shorter ways and those of events on
 * an edge fall below it; nothing changes places, so that few lines cross. Then rows are pulled level from the far end.
 */
export function placeRows(items: readonly Item[], links: readonly Link[], tails: ReadonlyMap<Item, number>): void {
  const steps = links.filter((link) => link.way === 'on').flatMap((link, nth) =>
    link.stops.slice(1).map((to, index): Step => ({ nth, from: link.stops[index]!, to, event: index === 0 && link.event !== null, tail: tails.get(link.to) ?? 0 })),
  )
  const [into, out] = [Map.groupBy(steps, (step) => step.to), Map.groupBy(steps, (step) => step.from)]
  const turns = new Map([...out.values()].flatMap((each) => each.toReversed().toSorted(byTurn).map((step, turn) => [step, turn] as const)))
  const all = new Set([...items, ...links.flatMap((link) => link.stops)])
  const ranks = [...Map.groupBy(all, (item) => item.rank)].toSorted(([one], [other]) => one - other).map(([, each]) => each)
  for (const rank of ranks) settle(rank, into, turns)
  for (const rank of ranks.toReversed()) pullLevel(rank, out)
  joinBands(all)
}

/** The longest way on goes first, then the shorter ones, then those of events on the edge, from the right: so none crosses another. */
function byTurn(one: Step, other: Step): number {
  if (one.event || other.event) return Number(one.event) - Number(other.event)
  return other.tail - one.tail || one.nth - other.nth
}

/** Places one rank, from above, by where its items come from. */
function settle(rank: readonly Item[], into: ReadonlyMap<Item, readonly Step[]>, turns: ReadonlyMap<Step, number>): void {
  const wishes = rank.map((item) => {
    const own = (into.get(item) ?? []).filter((step) => step.from.band === item.band)
    const best = own.toSorted((one, other) => one.from.row - other.from.row)[0]
    return { item, row: best ? best.from.row + Number(best.event) : 0, after: best?.from.row ?? -1, turn: best ? turns.get(best) ?? 0 : 0 }
  })
  const free = new Map<number, number>()
  for (const { item, row } of wishes.toSorted((one, other) => one.row - other.row || one.after - other.after || one.turn - other.turn)) {
    item.row = Math.max(row, free.get(item.band) ?? 0)
    free.set(item.band, item.row + 1)
  }
}

/** Moves items down to the row of what follows them, where there is room. */
function pullLevel(rank: readonly Item[], out: ReadonlyMap<Item, readonly Step[]>): void {
  const limits = new Map<number, number>()
  for (const item of rank.toSorted((one, other) => other.row - one.row)) {
    const ahead = (out.get(item) ?? []).filter((step) => step.to.band === item.band && !step.event).map((step) => step.to.row)
    if (ahead.length > 0) item.row = Math.max(item.row, Math.min(Math.min(...ahead), limits.get(item.band) ?? Infinity))
    limits.set(item.band, item.row - 1)
  }
}

/** Counts rows through all bands, and leaves out those in which nothing stands. */
function joinBands(items: ReadonlySet<Item>): void {
  const used = [...Map.groupBy(items, (item) => item.band)].toSorted(([one], [other]) => one - other)
  let first = 0
  for (const [, band] of used) {
    const rows = [...new Set(band.map((item) => item.row))].toSorted((one, other) => one - other)
    const place = new Map(rows.map((row, index) => [row, first + index]))
    for (const item of band) item.row = place.get(item.row) ?? first
    first += rows.length
  }
}
