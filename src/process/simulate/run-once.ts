import { Heap } from './heap.ts'
import type { Place, Wait, Way } from './places.ts'
import type { WorkingAxis } from './working-axis.ts'
import type { Waiting } from '../run/state.ts'

/** A case as a run begins with it. */
export type Beginning = {
  readonly place: Place
  readonly inHand: number | null
  readonly waited: number
  due(timer: Extract<Waiting, { kind: 'timer' }>, from: number): number | null
}
export type Desk = { readonly people: number; readonly axis: WorkingAxis }

/** A case sent back for ever would never end: after so many steps it is left alone. */
const mostSteps = 60

type Pending = { readonly wait: Wait; readonly way: Way; readonly nth: number; readonly ms: number; lag: number; working: boolean; gone: boolean }
type Going = { readonly nth: number; place: Place; steps: number; pending: readonly Pending[] }
type Happening = { readonly at: number; readonly order: number; readonly pending: Pending }

/**
 * One run of an office: from where all its cases are to when each of them ended (epoch ms; Infinity for what is not
 * foreseen). Each role's people take the first of their line when they are free; what is in somebody's hands comes first.
 * `draw` gives the chance of a case's step, from 0 up to 1.
 */
export function runOnce(
  now: number,
  beginnings: readonly Beginning[],
  desks: ReadonlyMap<string, Desk>,
  draw: (nth: number, step: number) => number,
): Float64Array {
  const finished = new Float64Array(beginnings.length).fill(Infinity)
  const happenings = new Heap<Happening>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  const lines = new Map([...desks].map(([role, { people, axis }]) => [role, { free: people, axis, line: new Heap<Pending>((a, b) => a.nth < b.nth) }]))
  const going = beginnings.map(({ place }, nth): Going => ({ nth, place, steps: 0, pending: [] }))
  let order = 0
  const at = (instant: number, pending: Pending) => {
    if (instant < Infinity) happenings.push({ at: instant, order: order++, pending })
  }
  const begin = (instant: number, pending: Pending) => {
    pending.working = true
    at(lines.get(pending.wait.role!)!.axis.after(instant, pending.ms), pending)
  }
  const callNext = (role: string, instant: number) => {
    const desk = lines.get(role)
    while (desk && desk.free > 0) {
      const next = desk.line.pop()
      if (!next) return
      if (next.gone) continue
      desk.free--
      begin(instant, next)
    }
  }
  const arrive = (each: Going, instant: number, first?: Beginning) => {
    const { place, nth } = each
    const before = each.pending
    const stays = before.filter((old) => !old.gone)
    each.pending = place.waits.map((wait) => stays.find((old) => old.wait.name === wait.name) ?? start(each, wait, first))
    for (const old of stays) if (!each.pending.includes(old)) drop(old, instant)
    if (place.ended) finished[nth] = instant
    for (const fresh of each.pending) if (!stays.includes(fresh)) put(fresh, instant)
  }
  const start = (each: Going, wait: Wait, first?: Beginning): Pending => {
    const inHand = first?.inHand ?? null
    // What has been in hand for so long takes at least so long.
    const longer = inHand === null ? wait.ways : wait.ways.filter(({ ms }) => ms > inHand)
    const ways = longer.length > 0 ? longer : wait.ways
    const way = ways[Math.floor(draw(each.nth, each.steps++) * ways.length)]!
    const lag = inHand === null ? Math.max(0, (way.lag ?? 0) - (first?.waited ?? 0)) : 0
    return { wait, way, nth: each.nth, ms: inHand !== null && longer.length > 0 ? way.ms - inHand : way.ms, lag, working: false, gone: false }
  }
  const standInLine = (pending: Pending, instant: number) => {
    pending.lag = 0
    lines.get(pending.wait.role!)?.line.push(pending)
    callNext(pending.wait.role!, instant)
  }
  const put = (pending: Pending, instant: number) => {
    const { waiting, role } = pending.wait
    if (role !== null) {
      const desk = lines.get(role)
      if (desk && pending.lag > 0) at(desk.axis.after(instant, pending.lag), pending)
      else standInLine(pending, instant)
    } else if (waiting.kind === 'timer') at(Math.max(instant, beginnings[pending.nth]!.due(waiting, instant) ?? Infinity), pending)
    else if (waiting.kind !== 'condition') at(instant + pending.ms, pending)
  }
  const release = (pending: Pending, instant: number) => {
    const role = pending.wait.role!
    lines.get(role)!.free++
    callNext(role, instant)
  }

  const drop = (pending: Pending, instant: number) => {
    if (pending.gone) return
    pending.gone = true
    if (pending.working) release(pending, instant)
  }

  // What is in somebody's hands is begun before anything is taken from a line.
  for (const each of going) if (beginnings[each.nth]!.inHand !== null) arrive(each, now, beginnings[each.nth])
  const free = going.filter((each) => beginnings[each.nth]!.inHand === null)
  for (const each of free) arrive(each, now, beginnings[each.nth])
  for (let next = happenings.pop(); next !== undefined; next = happenings.pop()) {
    const { at: instant, pending } = next
    if (pending.gone) continue
    if (pending.lag > 0) {
      standInLine(pending, instant)
      continue
    }
    pending.gone = true
    const each = going[pending.nth]!
    const place = each.steps < mostSteps ? each.place.after(pending.wait, pending.way) : null
    if (place) {
      each.place = place
      arrive(each, instant)
    } else for (const left of each.pending) drop(left, instant)
    if (pending.working) release(pending, instant)
  }
  return finished
}
