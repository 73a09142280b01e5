/** Chance that falls the same way for the same seed (mulberry32), so that a failure can be looked at again. */
export type Chance = {
  /** True so often, of 1. */
  happens(share: number): boolean
  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number
  pick<T>(from: readonly T[]): T
}

export function seededChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    happens: (share) => next() < share,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
  }
}
