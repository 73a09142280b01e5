import type { Expression } from '../feel/compile-feel.ts'
import type { Decisions } from '../dmn/read-decisions.ts'
import type { TaskWaiting } from './task-waiting.ts'

/** A process, ready to be run: what was read from BPMN 2.0 XML, checked and compiled. */
export type Process = {
  readonly id: string
  readonly name: string
  /** The pool that it lies in: the unit of the office. */
  readonly pool: string | null
  readonly body: Body
  /** All elements of the process, those inside subprocesses too. */
  readonly nodes: ReadonlyMap<string, Node>
  readonly decisions: Decisions
  readonly picture: Picture
  /** True when conditions must be asked whenever it comes to rest. */
  readonly hasConditions: boolean
}

/** What stands directly in a process or a subprocess. */
export type Body = {
  readonly nodes: ReadonlyMap<string, Node>
  /** Where a token begins: the start event without a trigger, or, where none is drawn, all that no flow leads to. */
  readonly starts: readonly Node[]
  /** The ways in, one to each of `starts`: flows that nobody drew. */
  readonly entries: readonly Flow[]
  /** Start events that something outside triggers. */
  readonly triggered: readonly Node[]
  /** Event subprocesses: ready as long as what they stand in is open. */
  readonly events: readonly Node[]
  /** True when a token that has nowhere to go is at an end: no end event is drawn (BPMN 2.0.2, 10.5.3). */
  readonly endsOpen: boolean
}

export type Node = {
  readonly id: string
  readonly name: string
  readonly does: Does
  readonly outgoing: readonly Flow[]
  /** Id of the flow that is taken when no condition holds. */
  readonly otherwise: string | null
  /** True when its outgoing flows have conditions. */
  readonly chooses: boolean
  /** Ids of the flows that lead here. */
  readonly incoming: readonly string[]
  /** Events on the edge of this element. */
  readonly boundary: readonly Node[]
  readonly properties: Readonly<Record<string, string>>
  readonly lane: string | null
  /** Id of the subprocess that it stands in; null for the process itself. */
  readonly within: string | null
  readonly inputs: readonly Mapping[]
  readonly outputs: readonly Mapping[]
  readonly repeat: Repeat | null
  /** Runs only to undo: never by a flow. */
  readonly undoes: boolean
  readonly facts: NodeFacts
  /** The list that holds this element and no other. */
  readonly alone: readonly Node[]
  /** What a case waits for when its token is here; null where no task is. Made once, as the facts are. */
  readonly waits: ({ readonly element: string } & TaskWaiting) | null
}

/** Facts about an element outside subprocesses, made once: they say the same of every case. */
export type NodeFacts = {
  readonly entered: { readonly kind: 'entered'; readonly element: string }
  readonly left: { readonly kind: 'left'; readonly element: string }
  readonly ended: { readonly kind: 'ended'; readonly element: string }
}

export type Flow = { readonly id: string; readonly to: string; readonly when: Expression | null; readonly target: Node }

/** A value under a new name, on the way into an activity or out of it. `target` may have several steps: `a.b`. */
export type Mapping = { readonly source: Expression; readonly target: readonly string[] }

/** An activity that is done several times. */
export type Repeat =
  | {
      readonly kind: 'each'
      readonly sequential: boolean
      /** What it is done for: a list, or a number of times. */
      readonly over: Expression
      readonly item: string | null
      readonly collect: { readonly from: Expression; readonly into: string } | null
      readonly until: Expression | null
    }
  | { readonly kind: 'while'; readonly condition: Expression | null; readonly before: boolean; readonly most: number | null }

/** What an element does when a token comes to it. */
export type Does =
  /** `first` is the event-based gateway: the first event that comes takes the token. */
  | { readonly kind: 'pass' | 'terminate' | 'parallel' | 'exclusive' | 'inclusive' | 'first' }
  | { readonly kind: 'start'; readonly trigger: Trigger | null; readonly interrupting: boolean }
  | { readonly kind: 'end'; readonly throws: Throw | null }
  | { readonly kind: 'throw'; readonly throws: Throw }
  | ({ readonly kind: 'user' } & UserTask)
  | { readonly kind: 'service'; readonly type: string; readonly headers: Readonly<Record<string, string>> | null }
  | { readonly kind: 'decision'; readonly decision: string; readonly into: string | null }
  | { readonly kind: 'script'; readonly says: Expression; readonly into: string | null }
  | { readonly kind: 'sub'; readonly body: Body; readonly triggered: boolean }
  | { readonly kind: 'call'; readonly process: Process; readonly seesParent: boolean; readonly handsBack: boolean }
  | ({ readonly kind: 'catch'; readonly task: boolean } & Trigger)
  | ({ readonly kind: 'boundary'; readonly host: string; readonly interrupting: boolean } & Trigger)

export type UserTask = {
  readonly role: string | null
  /** Id or key of its form. */
  readonly form: string | null
  /** When it is due, as the model says it: an ISO 8601 instant or duration, or FEEL after `=`. */
  readonly due: string | null
  readonly headers: Readonly<Record<string, string>> | null
}

/** What an event waits for. A code of null is every code. */
export type Trigger =
  | { readonly on: 'message'; readonly message: string }
  | { readonly on: 'signal'; readonly signal: string }
  | { readonly on: 'conditional'; readonly condition: Expression }
  | { readonly on: 'error' | 'escalation'; readonly code: string | null }
  | { readonly on: 'compensation'; readonly handler: string | null }
  | ({ readonly on: 'timer' } & TimerRule)

export type TimerRule = {
  readonly due: Expression
  readonly dueKind: 'date' | 'duration' | 'cycle'
  /** Whether its durations are counted in calendar time or in working time. */
  readonly basis: 'calendar' | 'working'
}

/** What an event says when a token comes to it. */
export type Throw =
  | { readonly on: 'message'; readonly message: string }
  | { readonly on: 'signal'; readonly signal: string }
  | { readonly on: 'error' | 'escalation'; readonly code: string }
  /** `of`: one activity; null: all that were completed beside the event. */
  | { readonly on: 'compensation'; readonly of: string | null; readonly waits: boolean }

/** What a picture of a process is made from. */
export type Picture = {
  /** What every element looks like, by its id. */
  readonly looks: ReadonlyMap<string, Look>
  /** Names of flows, by id, where the modeler gave one. */
  readonly flowNames: ReadonlyMap<string, string>
  /** The drawing that came with the model (BPMN DI); null when there is none, or none that can be trusted. */
  readonly layout: Layout | null
}

/** Where everything stands, in user units (px). */
export type Layout = {
  readonly shapes: readonly Shape[]
  readonly edges: readonly Edge[]
  readonly frames: readonly Frame[]
}
export type Point = { readonly x: number; readonly y: number }
export type Box = Point & { readonly width: number; readonly height: number }
/** `label`: the middle of the first line of its name, where the modeler moved it. */
export type Shape = Box & { readonly element: string; readonly collapsed: boolean; readonly label: Point | null }
/** A flow, or the association from a compensation event to what it undoes with (`undo`). */
export type Edge = { readonly element: string; readonly kind: 'flow' | 'undo'; readonly from: string; readonly to: string; readonly points: readonly Point[]; readonly label: Point | null }
/** A pool or a lane. `upright`: its name stands above what is in it, not at its left. */
export type Frame = Box & { readonly name: string; readonly upright: boolean }

export type Look = {
  readonly form: 'start' | 'catch' | 'throw' | 'boundary' | 'end' | 'gateway' | 'task' | 'sub' | 'call'
  readonly sign: Sign | null
  /** With a broken line: an event that does not interrupt, an event subprocess. */
  readonly dashed: boolean
  readonly marks: readonly Mark[]
}
/** What an event is about, which gateway, who does a task. */
export type Sign =
  | 'message' | 'timer' | 'signal' | 'error' | 'escalation' | 'conditional' | 'compensation' | 'terminate' | 'link'
  | 'exclusive' | 'parallel' | 'inclusive' | 'first'
  | 'user' | 'service' | 'script' | 'decision' | 'send' | 'receive' | 'manual'
/** Done for each at once or one after the other, again and again, or only to undo. */
export type Mark = 'each' | 'sequence' | 'loop' | 'undo' | 'collapsed'
