export type ModelProblem = {
  /** Id of the element in the model's file, or the file's own name where it has none. */
  readonly element: string
  readonly reason: string
}

/** A model that can't be run exactly as it is written. Thrown when it is loaded, never while a case runs. */
export class ModelError extends Error {
  readonly problems: readonly ModelProblem[]

  constructor(problems: readonly ModelProblem[]) {
    const told = problems.map(({ element, reason }) => ({ element, reason: shortened(reason) }))
    super(told.map(({ element, reason }) => `${shortened(element)}: ${reason}`).join('\n'))
    this.name = 'ModelError'
    this.problems = told
  }
}

/** A file can hold a text as long as a book where a date should stand; a refusal is read by a person. */
const shortened = (text: string) => (text.length > 300 ? `${text.slice(0, 200)} … (${text.length} letters)` : text)
