/** An upright part of a line, in the gap before a rank. Those with the same key may lie on each other. */
export type Channel = { readonly gap: number; readonly key: string; readonly from: () => number; readonly to: () => number; track: number }

type Bundle = { readonly channels: readonly Channel[]; readonly from: readonly number[]; readonly to: readonly number[]; readonly low: number; readonly high: number; track: number }

/** Gives each span the first track, from `least` on, where it meets none of those before it. Returns how many tracks there are. */
export function assignTracks<Tracked extends { track: number }>(all: readonly Tracked[], spanOf: (one: Tracked) => readonly [number, number], least: (one: Tracked) => number = () => 0): number {
  const tracks: (readonly [number, number])[][] = []
  for (const each of all) {
    const [low, high] = spanOf(each)
    const meets = (track: number) => (tracks[track] ?? []).some(([from, to]) => high >= from && low <= to)
    each.track = least(each)
    while (meets(each.track)) each.track++
    while (tracks.length <= each.track) tracks.push([])
    tracks[each.track]!.push([low, high])
  }
  return tracks.length
}

/**
 * Puts the upright parts of one gap side by side. Those that lead down go from the lowest to the highest, those that lead
 * up the other way round: then they cross each other least. What leaves a row turns before what comes into that row, or
 * the two would lie on each other. Returns how many tracks the gap has.
 */
export function assignChannels(channels: readonly Channel[]): number {
  const bundles = [...Map.groupBy(channels, (channel) => channel.key).values()].map((bundle): Bundle => {
    const [from, to] = [bundle.map((each) => each.from()), bundle.map((each) => each.to())]
    return { channels: bundle, from, to, low: Math.min(...from, ...to), high: Math.max(...from, ...to), track: 0 }
  })
  const order = turnFirst(bundles.toSorted(byCrossings))
  const placed = new Set<Bundle>()
  const leaving = Map.groupBy(order.flatMap((bundle) => bundle.from.map((row) => ({ row, bundle }))), ({ row }) => row)
  const count = assignTracks(order, ({ low, high }) => [low, high], (bundle) => {
    const before = bundle.to.flatMap((row) => leaving.get(row) ?? []).filter(({ bundle: other }) => placed.has(other))
    placed.add(bundle)
    return before.reduce((least, { bundle: other }) => Math.max(least, other.track + 1), 0)
  })
  for (const { channels: bundle, track } of order) for (const channel of bundle) channel.track = track
  return count
}

function byCrossings(one: Bundle, other: Bundle): number {
  const [down, otherDown] = [one.to[0]! > one.from[0]!, other.to[0]! > other.from[0]!]
  if (down !== otherDown) return Number(otherDown) - Number(down)
  return down ? other.from[0]! - one.from[0]! : one.from[0]! - other.from[0]!
}

/** Moves what leaves a row before what comes into it. Where two do both to each other, one has to cross. */
function turnFirst(bundles: readonly Bundle[]): readonly Bundle[] {
  const leaving = Map.groupBy(bundles.flatMap((bundle) => bundle.from.map((row) => ({ row, bundle }))), ({ row }) => row)
  const order = new Set<Bundle>()
  const open = new Set<Bundle>()
  for (const first of bundles) {
    const stack = [first]
    for (let bundle = stack.at(-1); bundle; bundle = stack.at(-1)) {
      const before = open.has(bundle) ? [] : bundle.to.flatMap((row) => leaving.get(row) ?? []).map((each) => each.bundle).filter((other) => !order.has(other) && !open.has(other) && other !== bundle)
      open.add(bundle)
      if (before.length > 0) stack.push(...before)
      else {
        order.add(bundle)
        stack.pop()
      }
    }
  }
  return [...order]
}
