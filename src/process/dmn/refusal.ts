/** Why a decision can't say anything. */
export type DecisionRefusal = {
  /**
   * UnknownDecision: there is none of that id or name. InputNotAllowed: a table does not allow a value. RulesDisagree: more
   * rules fit than may. TooMuchWork: it takes more steps than there are. NoClock: it asks for the time, and none was given.
   */
  readonly kind: 'UnknownDecision' | 'InputNotAllowed' | 'RulesDisagree' | 'TooMuchWork' | 'NoClock'
  readonly decision: string
  readonly detail: string
}

/** Thrown inside a decision, to be told as its answer. */
export class Refused extends Error {
  readonly refusal: DecisionRefusal

  constructor(refusal: DecisionRefusal) {
    super(`${refusal.kind}: ${refusal.detail}`)
    this.refusal = refusal
  }
}
