import { BpmnModdle } from 'bpmn-moddle'
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' }
import type { Decisions } from '../dmn/read-decisions.ts'
import { ModelError, type ModelProblem } from '../model-error.ts'
import { checkFlow } from './check-flow.ts'
import { idOf, listOf, textAt, type Element } from './element.ts'
import { readExtensions } from './read-extensions.ts'
import { gatherFlows } from './read-flow.ts'
import { refuseDocumentType } from '../refuse-document-type.ts'
import type { Node, Process } from './model.ts'
import { readNode, type ReadNode } from './read-node.ts'
import { readPicture } from './read-picture.ts'

// Parts that carry meaning for people only.
const silent = new Set(['bpmn:SequenceFlow', 'bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference'])

/**
 * Reads BPMN 2.0 XML with its executable process, and `decisions` that its business rule tasks may call. Throws a
 * ModelError that lists everything that can't be run exactly as it is drawn, each with its element's id.
 */
export async function readProcess(xml: string, { decisions }: { readonly decisions: Decisions }): Promise<Process> {
  const definitions = await parse(xml)
  const executable = listOf(definitions, 'rootElements').filter((root) => root.$type === 'bpmn:Process' && root['isExecutable'] === true)
  const [process] = executable
  if (!process || executable.length > 1)
    throw new ModelError([{ element: idOf(definitions), reason: `The file must hold one executable process, it holds ${executable.length}.` }])
  const problems: ModelProblem[] = []
  readExtensions(process, problems)
  const flows = gatherFlows(process)
  const read = listOf(process, 'flowElements')
    .filter((element) => !silent.has(element.$type))
    .flatMap((element) => readNode(element, flows, problems) ?? [])
  if (problems.length === 0) problems.push(...checkFlow(read, decisions))
  if (problems.length > 0) throw new ModelError(problems)
  const nodes = withBoundaries(read)
  return {
    id: idOf(process),
    name: textAt(process, 'name') ?? '',
    start: read.find((node) => node.does.kind === 'start')!.id,
    nodes,
    decisions,
    picture: readPicture(definitions, nodes),
  }
}

async function parse(xml: string): Promise<Element> {
  refuseDocumentType('process', xml)
  try {
    const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml, 'bpmn:Definitions')
    if (warnings.length > 0)
      throw new ModelError(warnings.map(({ element, message }) => ({ element: element?.id ?? 'process', reason: `It can not be read: ${message}` })))
    return rootElement as unknown as Element
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError([{ element: 'process', reason: `The file is no BPMN: ${error instanceof Error ? error.message : String(error)}` }])
  }
}

function withBoundaries(read: readonly ReadNode[]): ReadonlyMap<string, Node> {
  const alone = new Map(read.map((node): [string, Node] => [node.id, { ...node, boundary: [] }]))
  const events = [...alone.values()].filter((node) => node.does.kind === 'boundary')
  const on = (id: string) => events.filter((event) => event.does.kind === 'boundary' && event.does.host === id)
  return new Map([...alone].map(([id, node]) => [id, { ...node, boundary: on(id) }]))
}
