import { unsure, type Scalar } from './syntax.ts'

export type Compare = (a: Scalar, b: Scalar) => boolean | null | typeof unsure

/** Null and a value differ; values of two types can't be compared (DMN 1.5, table 53). */
export const equal = (a: Scalar, b: Scalar): boolean | null => (a === null || b === null || typeof a === typeof b ? a === b : null)

/** Order is asked of numbers here; everything else that has one is left to the library. */
const ordered = (order: (a: number, b: number) => boolean): Compare => (a, b) =>
  typeof a === 'number' && typeof b === 'number' ? order(a, b) : unsure

/** The signs of FEEL. */
export const comparisons: Readonly<Record<string, Compare>> = {
  '=': equal,
  '!=': (a, b) => {
    const same = equal(a, b)
    return same === null ? null : !same
  },
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
}
