import { waiting, type Process, type ProcessState } from '../../process/index.ts'
import type { Clock, Promised } from '../process-context.ts'
import type { CaseStop } from '../application.ts'

/** Whom or what a case waits for while its clock stands still. */
export type StopReason = 'applicant' | 'payment'

/**
 * Why the clock of a case stands still where its process is; null while it runs. The model says it: what the case waits
 * for has the property `clock` = `stopped`, and `waits-for` = `applicant` (the usual one) or `payment`.
 */
export function stoppedBy(process: Process, state: ProcessState): StopReason | null {
  for (const { element } of waiting(process, state)) {
    const properties = process.nodes.get(element)?.properties
    if (properties?.['clock'] === 'stopped') return properties['waits-for'] === 'payment' ? 'payment' : 'applicant'
  }
  return null
}

/** What is wrong with the words by which a model stops the clock, by element; empty when nothing is. */
export function checkStops(process: Process): readonly { readonly element: string; readonly reason: string }[] {
  return [...process.nodes.values()].flatMap(({ id: element, properties }) => {
    const { clock, 'waits-for': waitsFor } = properties
    if (clock !== undefined && clock !== 'stopped') return [{ element, reason: `The property clock is "${clock}": the clock runs, or it is "stopped".` }]
    if (waitsFor !== undefined && waitsFor !== 'applicant' && waitsFor !== 'payment')
      return [{ element, reason: `The property waits-for is "${waitsFor}": the clock stops for the "applicant" or a "payment".` }]
    return []
  })
}

/** A stop as the applicant is told it: when, and what it did to the deadline. Epoch milliseconds. */
export type ToldStop = {
  readonly from: number
  readonly to: number | null
  readonly reason: StopReason
  readonly before: number | null
  /** Null while the clock stands still. */
  readonly after: number | null
}

/** Each stop of a promise with the deadline before it and after it. */
export function tellStops(promised: Omit<Promised, 'stops'> & { readonly stops: readonly CaseStop[] }, clock: Clock): readonly ToldStop[] {
  const stops = promised.stops.toSorted((a, b) => a.from - b.from)
  return stops.map((stop, index) => ({
    ...stop,
    before: clock.deadline({ ...promised, stops: stops.slice(0, index) }),
    after: clock.deadline({ ...promised, stops: stops.slice(0, index + 1) }),
  }))
}
