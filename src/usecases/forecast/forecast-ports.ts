import type { Recorded } from '../../office/application-events.ts'
import type { ProcessState } from '../../process/index.ts'

/** What the use cases of forecasts read and write in a transaction. */
export type ForecastTx = {
  /** The open cases of a unit in the order of its fair line, those that wait for their applicant at the end. */
  openLine(unit: string, limit: number): Promise<readonly OpenRow[]>
  /** What is on record about the work on the cases of a service that were decided last, newest first; of one unit, or of all (null). */
  pastCases(service: string, unit: string | null, since: number, limit: number): Promise<readonly (readonly Recorded[])[]>
  /** Puts on record what was told of a case. What is told again on the same day changes nothing. */
  saveTold(told: Told): Promise<void>
  /** How the first forecast told of each case held, of those whose days came in between two instants. */
  howToldHeld(unit: string, from: number, to: number): Promise<HeldCounts>
}

/** An open case as a forecast needs it. Instants in epoch ms. */
export type OpenRow = {
  readonly id: string
  readonly version: number
  readonly service: string
  readonly serviceVersion: string
  readonly process: ProcessState
  readonly holder: string | null
  /** When its task was opened, and when it was taken; null where there is none, or nobody has it. */
  readonly openedAt: number | null
  readonly takenAt: number | null
}

/** A forecast as it was told: by when, and how likely (0 to 1). `half` is the day by which it is more likely than not. */
export type Told = {
  readonly application: string
  readonly unit: string
  /** The office's date, `YYYY-MM-DD`. */
  readonly day: string
  readonly at: number
  readonly median: number
  readonly halfBy: number
  readonly halfLikelihood: number
  readonly readyBy: number
  readonly likelihood: number
  readonly deadline: number | null
  readonly byDeadline: number | null
}

/** Of so many cases told, so many were ready by then; `told` is the mean likelihood that was told (0 to 1). */
export type Held = { readonly cases: number; readonly held: number; readonly told: number }
export type HeldCounts = { readonly half: Held; readonly most: Held }
