import { BpmnModdle } from 'bpmn-moddle'
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' }
import { ModelError } from '../model-error.ts'
import { refuseDocumentType } from '../refuse-document-type.ts'
import type { Element } from './element.ts'

/** A model is drawn by people: what is larger (in letters) was not. */
const largest = 10_000_000

/** Reads the XML of a model. Throws a ModelError when it is no BPMN, or too large to be a model. */
export async function parseBpmn(xml: string): Promise<Element> {
  if (xml.length > largest) throw new ModelError([{ element: 'process', reason: `The file is too large for a model: ${xml.length} letters, at most ${largest}.` }])
  refuseDocumentType('process', xml)
  try {
    const { rootElement, warnings: all } = await new BpmnModdle({ zeebe }).fromXML(xml, 'bpmn:Definitions')
    const warnings = all.filter(({ element }) => !isOfDrawing(element?.$type))
    if (warnings.length > 0)
      throw new ModelError(warnings.map(({ element, message }) => ({ element: element?.id ?? 'process', reason: `It can not be read: ${message}` })))
    return rootElement as unknown as Element
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError([{ element: 'process', reason: `The file is no BPMN: ${error instanceof Error ? error.message : String(error)}` }])
  }
}

/** A drawing that speaks of elements that are not there is no reason not to run the model: that part is not drawn. */
function isOfDrawing(type: string | undefined): boolean {
  return type !== undefined && /^(bpmndi|di|dc):/.test(type)
}
