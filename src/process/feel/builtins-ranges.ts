import { FeelRange } from 'feelin'
import { Builtin } from './builtin.ts'
import { equal, order } from './equality.ts'
import { includes } from './ranges.ts'
import { readRange } from './read-range.ts'

type Answer = boolean | null

/** Where one end of a range lies against an end of another; ends that are left out count as just inside (10.3.4.11). */
const startOrder = (a: FeelRange, b: FeelRange): number | null => both(order(a.start, b.start), Number(b['start included']) - Number(a['start included']))
const endOrder = (a: FeelRange, b: FeelRange): number | null => both(order(a.end, b.end), Number(a['end included']) - Number(b['end included']))
const both = (first: number | null, then: number): number | null => (first === 0 ? then : first)

/** True when all hold; null when one can't be said. */
function all(...tests: readonly (boolean | null)[]): Answer {
  return tests.includes(null) ? null : !tests.includes(false)
}

const is = (found: number | null, holds: (order: number) => boolean): Answer => (found === null ? null : holds(found))

function before(a: unknown, b: unknown): Answer {
  const [end, start] = [a instanceof FeelRange ? a.end : a, b instanceof FeelRange ? b.start : b] as [unknown, unknown]
  const touching = (!(a instanceof FeelRange) || a['end included']) && (!(b instanceof FeelRange) || b['start included'])
  return is(order(end, start), (found) => found < 0 || (found === 0 && !touching))
}

const meets = (a: FeelRange, b: FeelRange): Answer => all(a['end included'] && b['start included'], equal(a.end, b.start))
const overlapping = (a: FeelRange, b: FeelRange): Answer => {
  const [apart, after] = [before(a, b), before(b, a)]
  return apart === null || after === null ? null : !apart && !after
}
const overlapsBefore = (a: FeelRange, b: FeelRange): Answer => all(is(startOrder(a, b), (found) => found < 0), overlapping(a, b), is(endOrder(a, b), (found) => found <= 0))
const finishes = (a: unknown, b: FeelRange): Answer =>
  a instanceof FeelRange ? all(is(endOrder(a, b), (found) => found === 0), is(startOrder(a, b), (found) => found >= 0)) : all(b['end included'], equal(a, b.end))
const starts = (a: unknown, b: FeelRange): Answer =>
  a instanceof FeelRange ? all(is(startOrder(a, b), (found) => found === 0), is(endOrder(a, b), (found) => found <= 0)) : all(b['start included'], equal(a, b.start))
const during = (a: unknown, b: FeelRange): Answer =>
  a instanceof FeelRange ? all(is(startOrder(a, b), (found) => found >= 0), is(endOrder(a, b), (found) => found <= 0)) : includes(b, a)
const coincides = (a: unknown, b: unknown): Answer => (a instanceof FeelRange && b instanceof FeelRange ? all(is(startOrder(a, b), (found) => found === 0), is(endOrder(a, b), (found) => found === 0)) : equal(a, b))

type Two = readonly [FeelRange, FeelRange]
const ofRanges = (run: (a: FeelRange, b: FeelRange) => Answer): Builtin => new Builtin([['range1:range, range2:range', (args) => run(...(args as unknown as Two))]])
/** A point and a range, or two ranges. */
const inRange = (run: (a: unknown, b: FeelRange) => Answer): Builtin =>
  new Builtin([
    ['range1:range, range2:range', (args) => run(...(args as unknown as Two))],
    ['point:point, range:range', ([a, b]) => run(a, b as FeelRange)],
  ])
const ofRange = (run: (a: unknown, b: FeelRange) => Answer): Builtin =>
  new Builtin([
    ['range1:range, range2:range', ([a, b]) => run(b, a as FeelRange)],
    ['range:range, point:point', ([a, b]) => run(b, a as FeelRange)],
  ])
const either = (run: (a: unknown, b: unknown) => Answer): Builtin =>
  new Builtin(['point1:point, point2:point', 'point:point, range:range', 'range:range, point:point', 'range1:range, range2:range'].map((signature) => [signature, ([a, b]: readonly unknown[]) => run(a, b)] as const))

export const rangeFunctions = Object.entries({
  range: new Builtin([['from:string', ([from]) => readRange(from as string)]]),
  before: either(before),
  after: either((a, b) => before(b, a)),
  meets: ofRanges(meets),
  'met by': ofRanges((a, b) => meets(b, a)),
  overlaps: ofRanges(overlapping),
  'overlaps before': ofRanges(overlapsBefore),
  'overlaps after': ofRanges((a, b) => overlapsBefore(b, a)),
  finishes: inRange(finishes),
  'finished by': ofRange(finishes),
  includes: ofRange(during),
  during: inRange(during),
  starts: inRange(starts),
  'started by': ofRange(starts),
  coincides: new Builtin([
    ['range1:range, range2:range', ([a, b]) => coincides(a, b)],
    ['point1:point, point2:point', ([a, b]) => coincides(a, b)],
  ]),
})
