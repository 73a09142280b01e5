import type { TaskWaiting } from '../bpmn/task-waiting.ts'

/**
 * Where a case is in its process: plain JSON, a few hundred bytes. Only elements at which something waits are in it. The
 * form is part of what is kept for ever: parts may be added, none changes its meaning.
 */
export type ProcessState = ScopeState & {
  readonly vars: Readonly<Record<string, unknown>>
  /** What is open within the case, by its path: `visit:2`, and `visit:2/photo:3` within it. */
  readonly open?: Readonly<Record<string, ScopeState>>
  /** How many such numbers were given out. None is given twice, so that a late event meets nobody else. */
  readonly made?: number
}

/** One running subprocess, called process or repetition, or a task with values of its own. */
export type ScopeState = {
  /** How many tokens wait at an element. */
  readonly at: Readonly<Record<string, number>>
  /** Tokens that came to a joining gateway, by flow, and wait for the others. */
  readonly joins?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Timers that run, and when they fall due: an ISO 8601 instant, duration or repeating interval, as the model says. */
  readonly timers?: Readonly<Record<string, string>>
  /** How often a timer that repeats has come. */
  readonly fired?: Readonly<Record<string, number>>
  /** Conditions that were met and acted on; they act again after they were not met. */
  readonly met?: Readonly<Record<string, true>>
  /** What decisions and completed tasks left behind for conditions further on. */
  readonly vars?: Readonly<Record<string, unknown>>
  /** Activities that were completed and can be undone, the first one first. */
  readonly done?: readonly Done[]
  /** Of a repeated activity: how far it is. */
  readonly loop?: Loop
  /** Of one turn of it: which turn, from 1. */
  readonly nth?: number
  /** Of an undoing: what is still to be undone, the last one next. */
  readonly undo?: readonly Done[]
}

export type Done = { readonly of: string; readonly vars?: Readonly<Record<string, unknown>>; readonly done?: readonly Done[] }

export type Loop = {
  readonly begun: number
  readonly completed: number
  /** Null where a condition tells when it is enough. */
  readonly of: number | null
  /** What the turns still to come are for. */
  readonly items?: readonly unknown[]
  /** What the turns gave. */
  readonly out?: readonly unknown[]
}

/**
 * What is told to a process. `instance` is the path that `Waiting` names; it can be left out where only one fits.
 */
export type ProcessEvent =
  | { readonly kind: 'complete'; readonly element: string; readonly instance?: string; readonly variables?: Variables }
  | { readonly kind: 'message'; readonly name: string; readonly instance?: string; readonly variables?: Variables }
  /** Heard by all that wait for it. */
  | { readonly kind: 'signal'; readonly name: string; readonly variables?: Variables }
  | { readonly kind: 'timer'; readonly element: string; readonly instance?: string }
  /** A task that can't be done: an error ends it, an escalation may leave it as it is. */
  | { readonly kind: 'error' | 'escalation'; readonly element: string; readonly code: string; readonly instance?: string; readonly variables?: Variables }
  /** Something became known: conditions are asked anew. */
  | { readonly kind: 'variables'; readonly variables: Variables }

export type Variables = Readonly<Record<string, unknown>>

/** What happened on the way to the next rest, in order. `instance`: within what is open, by its path. */
export type ProcessFact = { readonly instance?: string } & (
  | { readonly kind: 'entered' | 'left' | 'cancelled' | 'ended' | 'undone'; readonly element: string }
  | { readonly kind: 'decided'; readonly element: string; readonly decision: string; readonly value: unknown; readonly rules: readonly string[] }
  | { readonly kind: 'timer-fired'; readonly element: string; readonly properties: Readonly<Record<string, string>> }
  | { readonly kind: 'message-sent' | 'signal-sent'; readonly element: string; readonly name: string }
  /** `caught`: the event that took it on; null when none did. */
  | { readonly kind: 'error' | 'escalation'; readonly element: string; readonly code: string; readonly caught: string | null }
)

/** What a process at rest waits for. */
export type Waiting = { readonly element: string; readonly instance?: string } & (
  | TaskWaiting
  | { readonly kind: 'message' | 'signal'; readonly name: string }
  | { readonly kind: 'condition' }
  | {
      readonly kind: 'timer'
      readonly due: string
      readonly dueKind: 'date' | 'duration' | 'cycle'
      /** How often it has come, where it repeats. */
      readonly fired?: number
      /** `working`: its durations are counted in working time. */
      readonly basis?: 'working'
      readonly interrupting: boolean
      readonly properties: Readonly<Record<string, string>>
    }
)

/** Why a step was not made. The state is then as it was. */
export type ProcessRefusal =
  | { readonly kind: 'NotWaiting'; readonly element: string }
  /** Several wait there: say which instance is meant. */
  | { readonly kind: 'WhichInstance'; readonly element: string; readonly instances: readonly string[] }
  | { readonly kind: 'NoSuchMessage' | 'NoSuchSignal'; readonly name: string }
  | { readonly kind: 'NotCaught'; readonly element: string; readonly code: string }
  | { readonly kind: 'NoWay'; readonly element: string }
  | { readonly kind: 'DecisionFailed'; readonly element: string; readonly reason: string }
  | { readonly kind: 'BadTimer'; readonly element: string; readonly due: string }
  /** An expression that would take more work than there is. */
  | { readonly kind: 'ExpressionFailed'; readonly element: string; readonly reason: string }
  /** A repetition over what is no list and no number, or a value that can't be kept. */
  | { readonly kind: 'BadValue'; readonly element: string }
  /** More turns, or more moves without rest, than a case can mean. */
  | { readonly kind: 'TooMany'; readonly element: string; readonly most: number }
  /** The state is of another model, or was changed by hand. */
  | { readonly kind: 'BadState'; readonly element: string }
  | { readonly kind: 'NoSuchStart'; readonly element: string }
  | { readonly kind: 'UnknownEvent' }

export type Step =
  | { readonly ok: true; readonly state: ProcessState; readonly waiting: readonly Waiting[]; readonly happened: readonly ProcessFact[]; readonly ended: boolean }
  | { readonly ok: false; readonly refusal: ProcessRefusal }
