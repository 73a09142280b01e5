import type { KnownLog } from './known-log.ts'
import type { Likeness } from './moments.ts'
import { rehearse, type Rehearsal } from './rehearse.ts'
import { learnFromMoments, type Settings } from './similar-cases.ts'
import { quantileOf } from './survival.ts'

const narrowing: readonly Likeness[] = ['activity-past-and-resource', 'activity-and-past', 'activity']

/** What the settings are chosen from. Few on purpose: the more are tried, the more is won by luck. */
const candidates: readonly Settings[] = narrowing.flatMap((_, narrowest) =>
  [25, 50, 100, 200, 1000].flatMap((halfLife) => [5, 20, 80].map((trust) => ({ likenesses: narrowing.slice(narrowest), halfLife, trust }))),
)

/** Every case is told the same. */
const plain: Settings = { likenesses: [], halfLife: Infinity, trust: 1 }
const tooLittle: Chosen = { settings: { likenesses: ['activity'], halfLife: 1000, trust: 1 }, widths: { half: 0.5, most: 0.9 } }

/** What a forecast is judged by: its middle, and the ends of its 50 % and 90 % intervals. */
const judgedShares = [0.05, 0.25, 0.5, 0.75, 0.95]

/** The shares of the learned distribution that an interval must hold for 50 % and 90 % of the cases to fall in it. */
export type Widths = { readonly half: number; readonly most: number }
export type Chosen = { readonly settings: Settings; readonly widths: Widths }

/**
 * Chooses settings and widths by rehearsing inside what is known: several times it goes back in time, learns from what
 * was known then, forecasts the cases that came next, and looks what became of them. Chosen is what loses least over five
 * quantiles (pinball loss, against telling every case the same); then the widths that would have held.
 */
export function chooseSettings(known: KnownLog): Chosen {
  const rehearsals = rehearse(known)
  const usual = rehearsals.map((each) => lossOf(each, plain))
  let best: { readonly settings: Settings; readonly loss: number } | null = null
  if (rehearsals.length > 0)
    for (const settings of candidates) {
      const loss = rehearsals.reduce((sum, each, index) => sum + lossOf(each, settings) / (usual[index]! || 1), 0)
      if (best === null || loss < best.loss) best = { settings, loss }
    }
  return best === null ? tooLittle : { settings: best.settings, widths: chooseWidths(rehearsals, best.settings) }
}

function lossOf({ moments, next }: Rehearsal, settings: Settings): number {
  const learned = learnFromMoments(moments, settings)
  let loss = 0
  for (const { keys, ms } of next) {
    const spread = learned(keys)
    for (const share of judgedShares) {
      const missed = ms - quantileOf(spread, share)
      loss += missed >= 0 ? share * missed : (share - 1) * missed
    }
  }
  return loss
}

/** The narrowest that would have held as many as they say, every rehearsal counting the same (split conformal). */
function chooseWidths(rehearsals: readonly Rehearsal[], settings: Settings): Widths {
  const needed = rehearsals.map(({ moments, next }) => {
    const learned = learnFromMoments(moments, settings)
    return next.map(({ keys, ms }) => neededWidth((share) => quantileOf(learned(keys), share), ms))
  })
  const held = (width: number) => needed.reduce((sum, widths) => sum + widths.filter((each) => each <= width).length / widths.length, 0) / needed.length
  const narrowest = (wanted: number) => steps.find((width) => held(width) >= wanted) ?? widest
  return { half: narrowest(0.5), most: narrowest(0.9) }
}

const steps = Array.from({ length: 98 }, (_, index) => (index + 2) / 100)
const widest = 0.99

/** The narrowest central interval that holds a length. */
function neededWidth(quantile: (share: number) => number, ms: number): number {
  return steps.find((width) => quantile(0.5 - width / 2) <= ms && ms <= quantile(0.5 + width / 2)) ?? 1
}
