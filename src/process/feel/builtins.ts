import type { Builtin } from './builtin.ts'
import { contextFunctions } from './builtins-contexts.ts'
import { conversions } from './builtins-conversions.ts'
import { dateFunctions } from './builtins-dates.ts'
import { listFunctions } from './builtins-lists.ts'
import { numberFunctions } from './builtins-numbers.ts'
import { rangeFunctions } from './builtins-ranges.ts'
import { stringFunctions } from './builtins-strings.ts'

/** All functions of FEEL by name (DMN 1.5, 10.3.4). */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ...conversions,
  ...stringFunctions,
  ...listFunctions,
  ...numberFunctions,
  ...rangeFunctions,
  ...dateFunctions,
  ...contextFunctions,
])
