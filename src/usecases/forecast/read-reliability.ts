import type { Office, Tx } from '../ports.ts'
import type { Held } from './forecast-ports.ts'

/** How far forecasts of the last days could be relied on; null for what too few cases say something about. */
export type Reliability = {
  readonly days: number
  readonly enough: number
  /** Cases whose told day has come. */
  readonly cases: number
  /** Of those told a day with 50 % or more, and with 90 % or more. */
  readonly half: Held | null
  readonly most: Held | null
}

const days = 90
const dayMs = 86_400_000
/** Below so many cases a share says more about luck than about the forecast. */
export const enoughCases = 20

/**
 * The office's forecasts held against what came of them: the first that was told of each case, once the day it named has
 * come, so that slow cases count as much as quick ones. A case that was withdrawn proves nothing.
 */
export async function readReliability(office: Office, tx: Tx, unit: string): Promise<Reliability> {
  const now = office.now()
  const { half, most } = await tx.howToldHeld(unit, now - days * dayMs, now)
  const ifEnough = (held: Held) => (held.cases >= enoughCases ? held : null)
  return { days, enough: enoughCases, cases: most.cases, half: ifEnough(half), most: ifEnough(most) }
}
