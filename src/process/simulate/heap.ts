/** A heap of things in the order that `before` says. */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  push(item: T): void {
    const items = this.#items
    let at = items.push(item) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!this.#before(item, items[up]!)) break
      items[at] = items[up]!
      at = up
    }
    items[at] = item
  }

  /** Takes out the first; undefined when there is none. */
  pop(): T | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return first
    let at = 0
    for (;;) {
      let down = 2 * at + 1
      if (down >= items.length) break
      if (down + 1 < items.length && this.#before(items[down + 1]!, items[down]!)) down++
      if (!this.#before(items[down]!, last)) break
      items[at] = items[down]!
      at = down
    }
    items[at] = last
    return first
  }
}
