import { ModelError } from './model-error.ts'

/** A model brings no document type: what it could declare (entities, other files) is never part of a model. */
export function refuseDocumentType(file: string, xml: string): void {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new ModelError([{ element: file, reason: 'A model must not declare a document type or entities.' }])
}
