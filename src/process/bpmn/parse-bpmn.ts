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
    const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml, 'bpmn:Definitions')
    if (warnings.length > 0)
      throw new ModelError(warnings.map(({ element, message }) => ({ element: element?.id ?? 'process', reason: `It can not be read: ${inShort(message)}` })))
    return rootElement as unknown as Element
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError([{ element: 'process', reason: `The file is no BPMN: ${inShort(error instanceof Error ? error.message : String(error))}` }])
  }
}

/** The library repeats what it could not read, which may be the whole file; where it stands says more. */
function inShort(message: string): string {
  const line = /line: (\d+)/.exec(message)?.[1]
  const first = message.split('\n', 1)[0]!.slice(0, 100)
  return line === undefined ? first : `${first} (line ${Number(line) + 1})`
}
