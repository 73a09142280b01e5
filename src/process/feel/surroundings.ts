import type { Names } from './read-name.ts'
import type { FeelType } from './types.ts'

/** What an expression's text may name: variables, and types by name. */
export type Surroundings = {
  readonly names: Names
  readonly types: (name: string) => FeelType | undefined
  /** Functions that the model has but this text may not see: a call of one is null, no slip of the pen. */
  readonly functions: ReadonlySet<string>
  /** True where the time may be given when it is asked. */
  readonly clock: boolean
}
