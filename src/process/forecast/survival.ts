/** A distribution of lengths of time: where its steps are (ms, ascending) and how much of it lies at or below each. */
export type Spread = { readonly at: readonly number[]; readonly below: readonly number[] }

/** Lengths in ascending order, those that ended first where several are equal. `ended` false: it was seen to be longer than this. */
export type Lengths = { readonly ms: readonly number[]; readonly ended: readonly boolean[] }

/**
 * The distribution that lengths come from, where some were still running when they were looked at: the product-limit
 * estimate (Kaplan and Meier 1958), with a weight for each. What lies beyond the longest that ended is not known; it is
 * counted there.
 */
export function spreadOf({ ms, ended }: Lengths, weights: ArrayLike<number>): Spread {
  let left = 0
  for (let index = 0; index < ms.length; index++) left += weights[index]!
  let alive = 1
  const at: number[] = []
  const below: number[] = []
  for (let index = 0; index < ms.length; index++) {
    const weight = weights[index]!
    if (ended[index] && weight > 0 && left > 0) {
      alive *= Math.max(0, 1 - weight / left)
      if (at.at(-1) === ms[index]) below[below.length - 1] = 1 - alive
      else {
        at.push(ms[index]!)
        below.push(1 - alive)
      }
    }
    left -= weight
  }
  return { at, below }
}

/** The length (ms) below which such a share of the distribution lies; 0 where nothing was ever seen to end. */
export function quantileOf({ at, below }: Spread, share: number): number {
  let [low, high] = [0, at.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (below[middle]! >= share - 1e-9) high = middle
    else low = middle + 1
  }
  return at[low] ?? 0
}

/** The share of a distribution that lies at or below a length (ms). */
export function shareWithin({ at, below }: Spread, ms: number): number {
  let [low, high] = [0, at.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at[middle]! <= ms) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : below[low - 1]!
}
