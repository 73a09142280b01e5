import { ModelError, type ModelProblem } from '../model-error.ts'

export function refuse(element: string, reason: string): never {
  throw new ModelError([{ element, reason }])
}

/** Does something that may be refused, and keeps the reasons with those found before. Undefined when it was refused. */
export function attempt<T>(problems: ModelProblem[], what: () => T): T | undefined {
  try {
    return what()
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    problems.push(...error.problems)
    return undefined
  }
}
