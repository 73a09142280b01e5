import type { Chance } from './chance.ts'
import { placesOf } from './places.ts'
import { runOnce, type Beginning, type Desk } from './run-once.ts'
import type { Scene } from './scene.ts'
import { horizonMs, layOutTime } from './working-axis.ts'

/** When a case ended in each run (epoch ms), ascending; Infinity where no end is foreseen. */
export type Finishes = readonly number[]

/**
 * Lets an office go on from where it is, many times, by chance (Monte Carlo): every case walks its own process, each step as
 * long and with the outcome of one of the past, and waits in its role's line for somebody who is free in working hours.
 * Gives, for every case of the line, when it ended in each run. The same seed gives the same answer. Ever more cases do
 * not come in between: the line is fair, who comes later stands behind.
 */
export function simulate(scene: Scene, runs: number, chance: Chance): readonly Finishes[] {
  const { now } = scene
  const places = new Map([...scene.kinds].map(([name, kind]) => [name, placesOf(kind)]))
  const beginnings = scene.line.map(({ kind, state, inHand, waited }): Beginning => {
    const known = scene.kinds.get(kind)
    if (!known) throw new RangeError(`A case of the line is of a kind ${kind} that nothing is known of.`)
    return { place: places.get(kind)!.find(state), inHand, waited, due: known.due }
  })
  const desks = new Map([...scene.teams].map(([role, { people, calendar }]): [string, Desk] => [role, { people, axis: layOutTime(calendar, now, now + horizonMs) }]))
  const finishes = scene.line.map(() => new Float64Array(runs))
  for (let run = 0; run < runs; run++) {
    const finished = runOnce(now, beginnings, desks, (nth, step) => chance(run, nth, step))
    for (const [nth, each] of finishes.entries()) each[run] = finished[nth]!
  }
  return finishes.map((each) => [...each.sort()])
}

/** The instant (epoch ms) by which a case has ended with a likelihood; Infinity when that is not foreseen. */
export function endedWith(finishes: Finishes, likelihood: number): number {
  return finishes[Math.max(0, Math.ceil(likelihood * finishes.length - 1e-9) - 1)] ?? Infinity
}

/** How likely a case has ended by an instant (epoch ms). */
export function likelihoodBy(finishes: Finishes, instant: number): number {
  if (finishes.length === 0) return 0
  let count = 0
  for (const each of finishes) if (each <= instant) count++
  return count / finishes.length
}
