import type { Expression } from '../feel/compile-feel.ts'
import type { Decisions } from '../dmn/read-decisions.ts'

/** A process, ready to be run: what was read from BPMN 2.0 XML, checked and compiled. */
export type Process = {
  readonly id: string
  readonly name: string
  readonly start: string
  readonly nodes: ReadonlyMap<string, Node>
  readonly decisions: Decisions
  readonly picture: Picture
}

export type Node = {
  readonly id: string
  readonly name: string
  readonly does: Does
  readonly outgoing: readonly Flow[]
  /** Ids of the flows that lead here. */
  readonly incoming: readonly string[]
  /** Events on the edge of this element. */
  readonly boundary: readonly Node[]
  readonly properties: Readonly<Record<string, string>>
}

export type Flow = { readonly id: string; readonly to: string; readonly when: Expression | null }

/** What an element does when a token comes to it. */
export type Does =
  | { readonly kind: 'start' | 'pass' | 'end' | 'terminate' | 'parallel' }
  | { readonly kind: 'user'; readonly role: string | null }
  | { readonly kind: 'service'; readonly type: string }
  | { readonly kind: 'decision'; readonly decision: string; readonly into: string | null }
  | { readonly kind: 'exclusive'; readonly otherwise: string | null }
  | ({ readonly kind: 'catch' } & Trigger)
  | ({ readonly kind: 'boundary'; readonly host: string; readonly interrupting: boolean } & Trigger)

/** What an event waits for. */
export type Trigger =
  | { readonly on: 'message'; readonly message: string }
  | { readonly on: 'timer'; readonly due: Expression; readonly dueKind: 'date' | 'duration' }

/** The drawing that came with the model (BPMN DI), in its own coordinates. */
export type Picture = {
  readonly shapes: readonly Shape[]
  readonly edges: readonly { readonly element: string; readonly points: readonly Point[] }[]
}
export type Point = { readonly x: number; readonly y: number }
export type Shape = Point & { readonly element: string; readonly width: number; readonly height: number; readonly kind: Does['kind']; readonly on: 'message' | 'timer' | null; readonly interrupting: boolean; readonly name: string }
