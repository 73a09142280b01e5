/**
 * Where a case is in its process: plain JSON, a few hundred bytes. Only elements at which something waits are in it.
 */
export type ProcessState = {
  /** How many tokens wait at an element. */
  readonly at: Readonly<Record<string, number>>
  /** Tokens that came to a joining gateway, by flow, and wait for the others. */
  readonly joins?: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Timers that run, and when they fall due: an ISO 8601 instant or a duration, as the model says. */
  readonly timers?: Readonly<Record<string, string>>
  /** What decisions and completed tasks left behind for conditions further on. */
  readonly vars: Readonly<Record<string, unknown>>
}

/** What is told to a process. */
export type ProcessEvent =
  | { readonly kind: 'complete'; readonly element: string; readonly variables?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'message'; readonly name: string; readonly variables?: Readonly<Record<string, unknown>> }
  | { readonly kind: 'timer'; readonly element: string }

/** What happened on the way to the next rest, in order. */
export type ProcessFact =
  | { readonly kind: 'entered' | 'left' | 'cancelled' | 'ended'; readonly element: string }
  | { readonly kind: 'decided'; readonly element: string; readonly decision: string; readonly value: unknown; readonly rules: readonly string[] }
  | { readonly kind: 'timer-fired'; readonly element: string; readonly properties: Readonly<Record<string, string>> }

/** What a process at rest waits for. */
export type Waiting =
  | { readonly kind: 'user'; readonly element: string; readonly name: string; readonly role: string | null }
  | { readonly kind: 'service'; readonly element: string; readonly name: string; readonly type: string }
  | { readonly kind: 'message'; readonly element: string; readonly name: string }
  | {
      readonly kind: 'timer'
      readonly element: string
      readonly due: string
      readonly dueKind: 'date' | 'duration'
      readonly interrupting: boolean
      readonly properties: Readonly<Record<string, string>>
    }

export type ProcessRefusal =
  | { readonly kind: 'NotWaiting'; readonly element: string }
  | { readonly kind: 'NoSuchMessage'; readonly name: string }
  | { readonly kind: 'NoWay'; readonly element: string }
  | { readonly kind: 'DecisionFailed'; readonly element: string; readonly reason: string }
  | { readonly kind: 'BadTimer'; readonly element: string; readonly due: string }

export type Step =
  | { readonly ok: true; readonly state: ProcessState; readonly waiting: readonly Waiting[]; readonly happened: readonly ProcessFact[]; readonly ended: boolean }
  | { readonly ok: false; readonly refusal: ProcessRefusal }
