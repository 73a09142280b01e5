export type ModelProblem = {
  /** Id of the element in the model's file, or the file's own name where it has none. */
  readonly element: string
  readonly reason: string
}

/** A model that can't be run exactly as it is written. Thrown when it is loaded, never while a case runs. */
export class ModelError extends Error {
  readonly problems: readonly ModelProblem[]

  constructor(problems: readonly ModelProblem[]) {
    super(problems.map(({ element, reason }) => `${element}: ${reason}`).join('\n'))
    this.name = 'ModelError'
    this.problems = problems
  }
}
