import { BpmnModdle } from 'bpmn-moddle'
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' }
import { ModelError } from '../model-error.ts'
import { refuseDocumentType } from '../refuse-document-type.ts'
import { refuse, type Element } from './element.ts'

/** A model is drawn by people: what is larger (in letters) was not. */
const largest = 10_000_000

/** Elements within elements, as people draw them. Reading goes down into them: what is deeper is refused before. */
const deepest = 200

function refuseDepth(root: Element): void {
  const rest = [{ element: root, depth: 0 }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { element, depth } = next
    if (depth > deepest) refuse(element, `It stands more than ${deepest} elements deep.`)
    for (const child of Object.values(element).flat() as readonly unknown[]) if (isChild(child, element)) rest.push({ element: child, depth: depth + 1 })
  }
}

/** True for what stands in an element, not for what it only refers to. */
const isChild = (value: unknown, parent: Element): value is Element => typeof value === 'object' && value !== null && '$parent' in value && value.$parent === parent

/** Reads the XML of a model. Throws a ModelError when it is no BPMN, or too large to be a model. */
export async function parseBpmn(xml: string): Promise<Element> {
  if (xml.length > largest) throw new ModelError([{ element: 'process', reason: `The file is too large for a model: ${xml.length} letters, at most ${largest}.` }])
  refuseDocumentType('process', xml)
  try {
    const { rootElement, warnings: all } = await new BpmnModdle({ zeebe }).fromXML(xml, 'bpmn:Definitions')
    const warnings = all.filter(({ element }) => !isOfDrawing(element?.$type))
    if (warnings.length > 0)
      throw new ModelError(warnings.map(({ element, message }) => ({ element: element?.id ?? /(?:(?:duplicate|illegal) ID|unresolved reference) <(.+)>/.exec(message)?.[1] ?? 'process', reason: `It can not be read: ${inShort(message)}` })))
    const root = rootElement as unknown as Element
    refuseDepth(root)
    return root
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

/** A drawing that speaks of elements that are not there is no reason not to run the model: that part is not drawn. */
function isOfDrawing(type: string | undefined): boolean {
  return type !== undefined && /^(bpmndi|di|dc):/.test(type)
}
