import type { Process } from '../bpmn/model.ts'
import { isEmpty, isMark, keyOf, placeOf, type Marking } from './marking.ts'
import { begin, movesOf, type Move } from './moves.ts'

export type Explored = {
  /** False when there were more states than were looked at. */
  readonly whole: boolean
  readonly states: number
  /** Elements that a token can come to. */
  readonly entered: ReadonlySet<string>
  /** States in which nothing can happen and the case has not ended. */
  readonly stuck: readonly Trace[]
  /** A state from which no way leads to the end, though something can always happen. */
  readonly endless: Trace | null
  /** Elements at which two tokens can be at once. */
  readonly doubled: readonly Trace[]
}

/** A state, and a shortest way of elements to it. */
export type Trace = { readonly marking: Marking; readonly element: string; readonly path: readonly string[] }

type Seen = { readonly marking: Marking; readonly from: string | null; readonly by: string; readonly next: string[] }

/** More tokens than this at one place say nothing new. */
const mostTokens = 2

/** Looks at every state that a process can come to, breadth first, up to `most` of them. */
export function explore(process: Process, most: number): Explored {
  const moves = movesOf(process)
  const seen = new Map<string, Seen>()
  const queue: string[] = []
  const ended = new Set<string>()
  const visit = (reached: Marking, from: string | null, by: string): string => {
    const marking = withoutEnded(process, reached, ended)
    const key = keyOf(marking)
    if (!seen.has(key)) {
      seen.set(key, { marking, from, by, next: [] })
      queue.push(key)
    }
    return key
  }
  for (const marking of begin(process)) visit(marking, null, '')
  const [stuck, doubled, ends] = [new Map<string, string>(), new Map<string, string>(), [] as string[]]
  let whole = true
  for (let index = 0; index < queue.length; index++) {
    if (seen.size > most) {
      whole = false
      break
    }
    const key = queue[index]!
    const { marking, next } = seen.get(key)!
    if (isEmpty(marking)) {
      ends.push(key)
      continue
    }
    const many = Object.keys(marking).find((place) => !isMark(place) && marking[place]! > 1)
    if (many !== undefined && !doubled.has(placeOf(many))) doubled.set(placeOf(many), key)
    if (many !== undefined && marking[many]! > mostTokens) {
      whole = false
      continue
    }
    const taken = chooseMoves(moves.one(marking), () => moves.all(marking), seen)
    for (const { to, by } of taken) next.push(visit(to, key, by))
    if (taken.length === 0) for (const place of Object.keys(marking)) if (!isMark(place) && !stuck.has(placeOf(place))) stuck.set(placeOf(place), key)
  }
  const trace = (element: string, key: string): Trace => ({ element, marking: seen.get(key)!.marking, path: pathTo(seen, key) })
  return {
    whole,
    states: seen.size,
    entered: new Set([...ended, ...[...seen.values()].flatMap(({ marking, by }) => [by, ...Object.keys(marking).map(placeOf)])]),
    stuck: [...stuck].map(([element, key]) => trace(element, key)),
    endless: whole ? findEndless(seen, ends, trace) : null,
    doubled: [...doubled].map(([element, key]) => trace(element, key)),
  }
}

/** A token at a plain end is no more. Two that come to the same end are two ways that ended. */
function withoutEnded(process: Process, marking: Marking, ended: Set<string>): Marking {
  const rest: Record<string, number> = {}
  for (const [place, tokens] of Object.entries(marking)) {
    const does = process.nodes.get(place)?.does
    if (does?.kind === 'end' && does.throws?.on !== 'error') ended.add(place)
    else rest[place] = tokens
  }
  return rest
}

/**
 * One token's moves stand for all where nothing else can get in their way (a persistent set of one): the other orders lead
 * to the same states. Unless they only lead back: then the others would never have their turn.
 */
function chooseMoves(one: readonly Move[] | null, all: () => readonly Move[], seen: ReadonlyMap<string, unknown>): readonly Move[] {
  return one && one.some(({ to }) => !seen.has(keyOf(to))) ? one : all()
}

function findEndless(seen: ReadonlyMap<string, Seen>, ends: readonly string[], trace: (element: string, key: string) => Trace): Trace | null {
  const before = new Map<string, string[]>()
  for (const [key, { next }] of seen) for (const to of next) before.set(to, [...(before.get(to) ?? []), key])
  // What is stuck is told of on its own.
  const good = new Set([...ends, ...[...seen].filter(([, { next, marking }]) => next.length === 0 && !isEmpty(marking)).map(([key]) => key)])
  for (const key of good) for (const from of before.get(key) ?? []) good.add(from)
  for (const [key, { marking }] of seen) if (!good.has(key)) return trace(placeOf(Object.keys(marking).find((place) => !isMark(place))!), key)
  return null
}

function pathTo(seen: ReadonlyMap<string, Seen>, key: string): readonly string[] {
  const path: string[] = []
  for (let at = seen.get(key); at && at.from !== null; at = seen.get(at.from)) path.unshift(at.by)
  return path
}
