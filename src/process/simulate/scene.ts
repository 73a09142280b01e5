import type { Process } from '../bpmn/model.ts'
import type { CompiledCalendar } from '../time/working-calendar.ts'
import type { Values } from '../feel/compile-feel.ts'
import type { ProcessState, Variables, Waiting } from '../run/state.ts'

/** Once that something waited for was done: how long it took, and what it left behind for conditions further on. */
export type Completion = {
  /** Working ms in a person's hands for a task of a role; ms on the wall for everything else. */
  readonly ms: number
  /** Of a task of a role: working ms that it lay although somebody was free. People have other work too. */
  readonly lag?: number
  readonly variables: Variables
}

/** How the elements of a process were done of late, by element: every completion is as likely as any other. */
export type Habits = ReadonlyMap<string, readonly Completion[]>

/** A process whose cases stand in the line, with what its conditions may look at. */
export type Kind = {
  readonly process: Process
  readonly facts: Values
  readonly habits: Habits
  /** When a timer that begins at an instant falls due; null for one that can't be told. */
  due(timer: Extract<Waiting, { kind: 'timer' }>, from: number): number | null
}

export type LinedCase = {
  readonly kind: string
  readonly state: ProcessState
  /** Working ms that its task has been in somebody's hands; null when nobody has it. */
  readonly inHand: number | null
  /** Working ms that its task has been waiting to be taken up. */
  readonly waited: number
}

/** People of one role, all with the same hours. */
export type Team = { readonly people: number; readonly calendar: CompiledCalendar }

/** An office at an instant (epoch ms): its open cases in the order of its line, and who works on them. */
export type Scene = {
  readonly now: number
  readonly kinds: ReadonlyMap<string, Kind>
  readonly line: readonly LinedCase[]
  /** By role. A role that nobody has does nothing. */
  readonly teams: ReadonlyMap<string, Team>
}
