/** What is to happen, in the order of instants; at the same instant by rank (0 first), then in the order in which it was put in. */
export type InstantQueue<T> = {
  put(at: number, rank: number, what: T): void
  take(): { readonly at: number; readonly what: T } | null
}

/** A binary heap. */
export function instantQueue<T>(): InstantQueue<T> {
  type Item = { readonly at: number; readonly rank: number; readonly order: number; readonly what: T }
  const items: Item[] = []
  let order = 0
  const first = (a: Item, b: Item) => a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.order < b.order
  return {
    put: (at, rank, what) => {
      const item = { at, rank, order: (order += 1), what }
      let hole = items.push(item) - 1
      while (hole > 0) {
        const parent = (hole - 1) >> 1
        if (!first(item, items[parent]!)) break
        items[hole] = items[parent]!
        hole = parent
      }
      items[hole] = item
    },
    take: () => {
      const top = items[0]
      const last = items.pop()
      if (!top || !last) return null
      if (items.length > 0) {
        let hole = 0
        for (;;) {
          let child = 2 * hole + 1
          if (child + 1 < items.length && first(items[child + 1]!, items[child]!)) child += 1
          if (child >= items.length || !first(items[child]!, last)) break
          items[hole] = items[child]!
          hole = child
        }
        items[hole] = last
      }
      return top
    },
  }
}
