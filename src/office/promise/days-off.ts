/**
 * A day on which a unit does not work besides its weekends: a national holiday, or joint leave as decreed. It can be
 * revoked, never deleted: what was promised while it stood still counts it. Instants in epoch milliseconds.
 */
export type DayOff = {
  /** `YYYY-MM-DD` in the unit's zone. */
  readonly date: string
  readonly addedAt: number
  /** Null while it is in force. */
  readonly revokedAt: number | null
}

/** Whether a day off was already decreed when the case came in, and stood: then it is in the first promise. */
export function stoodAt(day: DayOff, submittedAt: number): boolean {
  return day.addedAt <= submittedAt && (day.revokedAt === null || day.revokedAt > submittedAt)
}

/** The days decreed after the case came in, in the order in which they became known. Revoking one takes nothing back. */
export function decreedSince(days: readonly DayOff[], submittedAt: number): readonly DayOff[] {
  return days.filter((day) => day.addedAt > submittedAt).toSorted((a, b) => a.addedAt - b.addedAt || (a.date < b.date ? -1 : 1))
}
