/** The rules of the line. They are the office's to set, the same at every place, and shown on the public page. */
export type QueueRules = {
  /** How many calls in a row a counter may give to people who go before others; then the first in line is called. */
  readonly favoursInARow: number
  /** So long after the booked time the booking still counts; later it is a walk-in of its check-in. Milliseconds. */
  readonly lateMs: number
  /** So long a ticket taken by phone keeps its place before the person is there. Milliseconds. */
  readonly phoneMs: number
  /** Who missed a call and is back comes after this many others. */
  readonly backAfter: number
  /** Open tickets that one phone may hold at a place, and take in a day. */
  readonly phoneOpen: number
  readonly phoneADay: number
}

export const queueRules: QueueRules = {
  favoursInARow: 1,
  lateMs: 15 * 60_000,
  phoneMs: 60 * 60_000,
  backAfter: 3,
  phoneOpen: 1,
  phoneADay: 3,
}
