/**
 * What a device knows of the time when it writes a record. Its own clock may be wrong by a day, or be set while it is cut
 * off, so the record also says how long ago the server's time was seen. All in whole milliseconds.
 */
export type DeviceClock = {
  /** The device's own clock, since the epoch: for people to read, never for reckoning while `since` is there. */
  readonly wall: number
  /** How far the device's clock was ahead of the server's when they met last. */
  readonly skew: number
  /** The server's time when they met last, with the server's own mark on it: a device can not make one up. */
  readonly stamp: TimeStamp
  /** Since that meeting by the clock that only runs forward; null when the device was restarted since. */
  readonly since: number | null
}

export type TimeStamp = { readonly at: number; readonly mac: string }

/**
 * When a record was made, as far as it can be trusted. By the clock that only runs forward where there is one, else by the
 * device's clock less its error when they met last. Never before the server's stamp or the record before (`floor`), never
 * after its `arrival`: between these two an honest device is believed, and a dishonest one gains no more.
 */
export function trustedTime(clock: DeviceClock, floor: number, arrival: number): number {
  const told = clock.since === null ? clock.wall - clock.skew : clock.stamp.at + clock.since
  return Math.min(Math.max(told, floor, clock.stamp.at), arrival)
}

/** What the clock is made of when a record is written. `monotonic`: of now, and of the last meeting (null: before a restart). */
export function readClock(
  wall: number,
  met: { readonly stamp: TimeStamp; readonly skew: number; readonly monotonic: number | null },
  monotonic: number,
): DeviceClock {
  const since = met.monotonic === null ? null : Math.max(0, Math.round(monotonic - met.monotonic))
  return { wall: Math.round(wall), skew: Math.round(met.skew), stamp: met.stamp, since }
}
