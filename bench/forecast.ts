/**
 * How far off the forecast of remaining time is on a real permit log (4TU.ResearchData, CoSeLoG project, receipt phase of
 * building permits), in days: learned from the first 70 % of cases by when they began, told at each event of the rest.
 * Only what was known when the first later case began is learned from, and all settings are chosen inside it. Beside it
 * two simple yardsticks, learned from the same: the median remaining time of all moments, and the median by last activity.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readXesFile } from '../src/adapters/xes/read-xes.ts'
import { learnForecast, partByTime, type KnownLog, type Trace } from '../src/process/index.ts'

export type ForecastFigure = {
  readonly name: 'forecast'
  readonly ours: number
  readonly yardstick: number
  readonly ratio: number
  readonly unit: string
  readonly coverage50: number
  readonly coverage90: number
  readonly overallMedian: number
  readonly lastActivityMedian: number
  readonly learnedFrom: number
  readonly forecasts: number
}

export const permitLog = fileURLToPath(new URL('../../shared/data/receipt.xes.gz', import.meta.url))

/** Null, with a sentence on standard error, when the log is not there. */
export async function measureForecast(path = permitLog): Promise<ForecastFigure | null> {
  if (!existsSync(path)) {
    console.error(`forecast: skipped, since ${path} is not there.`)
    return null
  }
  return judge(await readXesFile(path))
}

function judge(log: readonly Trace[]): ForecastFigure {
  const { known, later } = partByTime(log, 0.7)
  const forecaster = learnForecast(known)
  const { overall, byActivity } = learnYardsticks(known)
  const moments = later.flatMap(({ events }) => events.map(({ at, activity }, last) => ({ activity, left: events.at(-1)!.at - at, told: forecaster.remaining(events.slice(0, last + 1)) })))
  const error = (told: (moment: (typeof moments)[number]) => number) => round(mean(moments.map((moment) => Math.abs(moment.left - told(moment)))) / dayMs)
  const held = (interval: 'half' | 'most') => round(mean(moments.map(({ left, told }) => (told[interval][0] <= left && left <= told[interval][1] ? 1 : 0))))
  const [ours, overallMedian, lastActivityMedian] = [error(({ told }) => told.median), error(() => overall), error(({ activity }) => byActivity.get(activity) ?? overall)]
  const yardstick = Math.min(overallMedian, lastActivityMedian)
  return {
    name: 'forecast', ours, yardstick, ratio: round(ours / yardstick), unit: 'days of mean absolute error', coverage50: held('half'), coverage90: held('most'),
    overallMedian, lastActivityMedian, learnedFrom: known.cases.length, forecasts: moments.length,
  }
}

function learnYardsticks({ cases }: KnownLog): { readonly overall: number; readonly byActivity: ReadonlyMap<string, number> } {
  const moments = cases.filter(({ ended }) => ended).flatMap(({ events }) => events.map(({ at, activity }) => ({ activity, left: events.at(-1)!.at - at })))
  const groups = Map.groupBy(moments, ({ activity }) => activity)
  return { overall: median(moments.map(({ left }) => left)), byActivity: new Map([...groups].map(([activity, alike]) => [activity, median(alike.map(({ left }) => left))])) }
}

const dayMs = 86_400_000
const mean = (figures: readonly number[]) => figures.reduce((sum, each) => sum + each, 0) / figures.length
const median = (figures: readonly number[]) => {
  const sorted = figures.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
}
const round = (figure: number) => Math.round(figure * 1000) / 1000

if (import.meta.main) console.log(JSON.stringify(await measureForecast()))
