/**
 * The pieces that a layout moves about. An item stands in a rank (how far along) and a row (how far down) of a grid; a
 * flow that passes ranks keeps a cell free in each of them, so that no line ever crosses an element.
 */
export type Item = {
  readonly id: string
  /** Null for the cell that a passing flow keeps free. */
  readonly size: Size | null
  /** Which lane, from above. Rows are counted within it until they are placed. */
  readonly band: number
  rank: number
  row: number
  /** Its middle, in px; known when all is placed. */
  x: number
  y: number
}

/** Room that an item takes: its own box around the middle, and the names and events that stick out of it. */
export type Size = {
  readonly width: number
  readonly height: number
  readonly columnWidth: number
  readonly above: number
  readonly below: number
  readonly outline: 'box' | 'diamond' | 'round'
  /** Events on its edge: how far right of the middle each stands. */
  readonly edge: ReadonlyMap<string, number>
}

export type Link = {
  readonly id: string
  readonly kind: 'flow' | 'undo'
  readonly from: Item
  readonly to: Item
  /** The event on the edge of `from` that it starts at. */
  readonly event: string | null
  /** Room for its name, in px. */
  readonly room: number
  /** `over` leads around everything: back, or too far for cells to be kept free. */
  way: 'on' | 'over'
  /** From one item to the next: `from`, cells kept free, `to`. */
  stops: readonly Item[]
}
