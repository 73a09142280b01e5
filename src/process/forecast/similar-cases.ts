import type { KnownLog } from './known-log.ts'
import { lookBack, type Keys, type Likeness, type Moments } from './moments.ts'
import { spreadOf, type Spread } from './survival.ts'

export type Settings = {
  /** The likenesses that count, the narrowest first; behind the last, all moments are alike. */
  readonly likenesses: readonly Likeness[]
  /** After so many newer cases a case counts half: an office changes. */
  readonly halfLife: number
  /** So many cases' worth of wider likeness stands beside a narrow one: few cases alike say little. */
  readonly trust: number
}

/** How the remaining time (ms) of a case spreads that is known by these keys. */
export type SimilarCases = (keys: Keys) => Spread

/**
 * Learns how much time was left at each moment of past cases, to tell it of a running one: from cases that were at the same
 * activity after the same past, with those less alike beside them while there are few (`trust`), newer ones counting for
 * more (`halfLife`). Cases that had not ended count as longer than they were seen. Throws when the log holds what was
 * not known yet.
 */
export function learnFromSimilar(known: KnownLog, settings: Settings): SimilarCases {
  return learnFromMoments(lookBack(known), settings)
}

/** As `learnFromSimilar`, from moments already gathered. */
export function learnFromMoments(moments: Moments, { likenesses, halfLife, trust }: Settings): SimilarCases {
  const weights = Float64Array.from(moments.age, (age) => 0.5 ** (age / halfLife))
  const groups = likenesses.map((likeness) => groupBy(moments.keys, likeness))
  const spreads = new Map<string, Spread>()
  return (keys) => {
    const names = likenesses.map((likeness) => keys[likeness])
    const name = names.join('\n\n')
    const found = spreads.get(name)
    if (found) return found
    const spread = spreadOf(moments, share(weights, names.map((each, level) => groups[level]!.get(each) ?? []), trust))
    spreads.set(name, spread)
    return spread
  }
}

function groupBy(keys: readonly Keys[], likeness: Likeness): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>()
  for (const [index, each] of keys.entries()) {
    const group = groups.get(each[likeness])
    if (group) group.push(index)
    else groups.set(each[likeness], [index])
  }
  return groups
}

/** Each likeness takes its share of what the narrower ones left: n cases alike take n / (n + trust) of it. */
function share(weights: Float64Array, alike: readonly (readonly number[])[], trust: number): Float64Array {
  const shared = new Float64Array(weights.length)
  let left = 1
  for (const group of alike) {
    const size = group.reduce((sum, index) => sum + weights[index]!, 0)
    if (size === 0) continue
    const taken = (left * size) / (size + trust)
    for (const index of group) shared[index]! += (taken * weights[index]!) / size
    left -= taken
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  for (let index = 0; index < shared.length; index++) shared[index]! += (left * weights[index]!) / all
  return shared
}
