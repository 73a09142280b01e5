/**
 * What asking an expression may cost. The core has no clock, so work is counted, not timed: one for each turn of a loop,
 * each call, each item of a new list, and each sixteen characters of a new text.
 */
export type Budget = {
  left: number
  depth: number
  /** The moment that now() and today() say (ISO 8601 with its offset); undefined where nobody gave one. */
  readonly now?: string | undefined
  /** The rules of decision tables that fired on the way, for the record; null as long as none did. */
  fired: Set<string> | null
}

export const limits = {
  /** Steps that one question may take, well under a second's work. */
  steps: 1_000_000,
  /** Functions within functions that run at one time. */
  calls: 128,
  /** Parts within parts of one expression's text. */
  nesting: 100,
  /** Parts that are looked at, beside one for each character, where a text can be read in two ways. */
  reading: 10_000,
  /** Characters of one expression's text. */
  text: 100_000,
} as const

export type AskRefusal = 'TooMuchWork' | 'NoClock'

/** Thrown by an expression that can't be answered: it never ends (or nearly), or asks for a time that nobody gave. */
export class FeelRefusal extends Error {
  readonly kind: AskRefusal
  /** The element whose expression it is, once that is known. */
  element: string | undefined

  constructor(kind: AskRefusal, message: string) {
    super(message)
    this.name = 'FeelRefusal'
    this.kind = kind
  }
}

export const newBudget = (now?: string): Budget => ({ left: limits.steps, depth: 0, now, fired: null })

export function charge(budget: Budget, steps: number): void {
  budget.left -= steps
  if (budget.left < 0) throw new FeelRefusal('TooMuchWork', `An expression takes more than ${limits.steps} steps.`)
}

export function chargeText(budget: Budget, text: string): string {
  charge(budget, text.length / 16)
  return text
}

/** Runs a question of an element; one that runs out of the machine's own stack is too much as well. */
export function withinStack<T>(ask: () => T, element?: string): T {
  try {
    return ask()
  } catch (thrown) {
    const error = thrown instanceof RangeError && /call stack/i.test(thrown.message) ? new FeelRefusal('TooMuchWork', 'An expression goes too deep.') : thrown
    if (error instanceof FeelRefusal) error.element ??= element
    throw error
  }
}
