import type { Role } from '../application-events.ts'

/** An open task as the day sees it. `deadline` in epoch milliseconds. */
export type DayCase = {
  readonly id: string
  readonly role: Role
  readonly holder: string | null
  readonly deadline: number
  /** Who checked it: that person may not sign it. */
  readonly checkedBy: string | null
  /** The holder has begun today: it stays with them unless they are away. */
  readonly begun: boolean
}

/** One duty of one officer. `paceMs`: working milliseconds from one decision to the next. */
export type DayOfficer = { readonly person: string; readonly role: Role; readonly paceMs: number; readonly away: boolean }

export type DayClock = { readonly now: number; workingTime(from: number, to: number): number }

/** When each task will be done, in working milliseconds from now (Infinity: nobody is there for it), and which of them too late. */
export type Prediction = { readonly done: ReadonlyMap<string, number>; readonly late: ReadonlySet<string> }

/**
 * What becomes of the open work if everybody who is there goes on at their pace: first what they hold, nearest deadline
 * first; then the line, each time the officer who is free first. What somebody holds who is away stands still. A task that
 * is past its deadline is late whenever it is done. Deterministic: equal instants are decided by the order of persons.
 */
export function predict(cases: readonly DayCase[], officers: readonly DayOfficer[], clock: DayClock): Prediction {
  const done = new Map<string, number>()
  for (const role of ['verifier', 'head'] as const) {
    const there = officers.filter((officer) => officer.role === role && !officer.away).sort((a, b) => order(a.person, b.person))
    const busy = new Map(there.map((officer) => [officer.person, 0]))
    const tasks = cases.filter((each) => each.role === role).sort((a, b) => a.deadline - b.deadline)
    for (const { id, holder } of tasks) if (holder !== null) done.set(id, work(busy, there.find((officer) => officer.person === holder)))
    for (const task of tasks) if (task.holder === null) done.set(task.id, work(busy, firstFree(there, busy, task)))
  }
  const left = timeLeft(clock)
  return { done, late: new Set(cases.filter(({ id, deadline }) => (done.get(id) ?? Infinity) > left(deadline)).map(({ id }) => id)) }
}

function work(busy: Map<string, number>, officer: DayOfficer | undefined): number {
  if (!officer) return Infinity
  const until = (busy.get(officer.person) ?? 0) + officer.paceMs
  busy.set(officer.person, until)
  return until
}

function firstFree(there: readonly DayOfficer[], busy: ReadonlyMap<string, number>, task: DayCase): DayOfficer | undefined {
  let [first, at]: [DayOfficer | undefined, number] = [undefined, Infinity]
  for (const officer of there) {
    const free = busy.get(officer.person) ?? 0
    if (free < at && mayDo(officer, task)) [first, at] = [officer, free]
  }
  return first
}

/** Whether the rules let an officer have a task: the duty, and four eyes on what is signed. */
export function mayDo(officer: DayOfficer, task: DayCase): boolean {
  return officer.role === task.role && (task.role !== 'head' || task.checkedBy !== officer.person)
}

/** Working time to a deadline, below zero when it is past. Many tasks share a deadline: each is reckoned once. */
export function timeLeft({ now, workingTime }: DayClock): (deadline: number) => number {
  const known = new Map<number, number>()
  return (deadline) => {
    const found = known.get(deadline)
    if (found !== undefined) return found
    // Past its deadline in a night is late too, though no working time has gone by.
    const left = deadline < now ? -1 : workingTime(now, deadline)
    known.set(deadline, left)
    return left
  }
}

export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
