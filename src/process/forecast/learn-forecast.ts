import { chooseSettings, type Chosen } from './choose-settings.ts'
import type { KnownLog } from './known-log.ts'
import { keysOf } from './moments.ts'
import { learnFromSimilar } from './similar-cases.ts'
import { quantileOf, shareWithin } from './survival.ts'
import type { TraceEvent } from './trace.ts'

/** What is told of a running case: remaining time in ms. `half` holds in 50 % of the cases, `most` in 90 %. */
export type RemainingTime = {
  readonly median: number
  readonly half: readonly [low: number, high: number]
  readonly most: readonly [low: number, high: number]
}

export type Forecaster = Chosen & {
  /** The remaining time of a case with these events so far. */
  remaining(events: readonly TraceEvent[]): RemainingTime
  /** How likely such a case ends within so many ms. */
  likelihood(events: readonly TraceEvent[], within: number): number
}

/**
 * Learns from a log how long cases have left. The settings and the widths of the intervals are chosen by rehearsing inside
 * that log (`chooseSettings`); nothing else is looked at. The point forecast is the median, which makes the mean absolute
 * error least. Throws when the log holds what was not known at its end.
 */
export function learnForecast(known: KnownLog): Forecaster {
  const chosen = chooseSettings(known)
  const learned = learnFromSimilar(known, chosen.settings)
  return {
    ...chosen,
    remaining: (events) => {
      const spread = learned(keysOf(events))
      const interval = (width: number): readonly [number, number] => [quantileOf(spread, 0.5 - width / 2), quantileOf(spread, 0.5 + width / 2)]
      return { median: quantileOf(spread, 0.5), half: interval(chosen.widths.half), most: interval(chosen.widths.most) }
    },
    likelihood: (events, within) => shareWithin(learned(keysOf(events)), within),
  }
}
