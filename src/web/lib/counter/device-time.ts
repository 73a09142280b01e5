import { readClock, trustedTime, type DeviceClock } from '#office/counter/trusted-time.ts'
import type { DeviceStore, Met } from './device-store.ts'

/** When this page met the server, by the clock that only runs forward. Another page's clock began elsewhere. */
let here: { readonly stampAt: number; readonly monotonic: number } | null = null

export async function noteMeeting(store: DeviceStore, stamp: Met['stamp']): Promise<void> {
  here = { stampAt: stamp.at, monotonic: performance.now() }
  await store.put('met', { stamp, skew: Date.now() - stamp.at }, 'met')
}

/** What a record says of the time. */
export function clockOf(met: Met): DeviceClock {
  return readClock(Date.now(), { ...met, monotonic: here?.stampAt === met.stamp.at ? here.monotonic : null }, performance.now())
}

/** What the device takes for the server's time, in epoch milliseconds; its own clock when the two never met. */
export function timeNow(met: Met | undefined): number {
  return met ? trustedTime(clockOf(met), 0, Number.MAX_SAFE_INTEGER) : Date.now()
}
