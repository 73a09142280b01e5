import type { Trace } from './trace.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** A case that is received, checked and signed, so many hours apart each. */
export function sampleTrace(id: string, beginsAt: number, hours: readonly [check: number, sign: number], by = 'rina'): Trace {
  const check = beginsAt + hours[0] * hourMs
  return {
    id,
    events: [
      { activity: 'receive', at: beginsAt, resource: 'desk' },
      { activity: 'check', at: check, resource: by },
      { activity: 'sign', at: check + hours[1] * hourMs, resource: 'sri' },
    ],
  }
}

/** A case every six hours from `from` on. */
export function sampleLog(count: number, hoursOf: (index: number) => readonly [number, number], from = 0): readonly Trace[] {
  return Array.from({ length: count }, (_, index) => sampleTrace(`${from}-${index}`, from + index * 6 * hourMs, hoursOf(index)))
}
