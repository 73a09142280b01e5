import { elementAt, idOf, listOf, type Element } from './element.ts'
import type { Node, Picture, Point } from './model.ts'

/** The drawing of the elements that are run. A model without a drawing has an empty picture. */
export function readPicture(definitions: Element, nodes: ReadonlyMap<string, Node>): Picture {
  const drawn = listOf(definitions, 'diagrams').flatMap((diagram) => listOf(elementAt(diagram, 'plane') ?? diagram, 'planeElement'))
  const shapes = drawn.flatMap((shape) => {
    const bounds = elementAt(shape, 'bounds')
    const node = nodes.get(elementAt(shape, 'bpmnElement')?.id ?? '')
    if (!bounds || !node) return []
    const { does } = node
    const event = does.kind === 'catch' || does.kind === 'boundary' ? does : does.kind === 'start' ? does.trigger : null
    return [{
      element: node.id,
      name: node.name,
      kind: does.kind,
      on: event?.on ?? null,
      interrupting: does.kind === 'boundary' ? does.interrupting : true,
      x: Number(bounds['x']),
      y: Number(bounds['y']),
      width: Number(bounds['width']),
      height: Number(bounds['height']),
    }]
  })
  const edges = drawn.flatMap((edge) => {
    const flow = elementAt(edge, 'bpmnElement')
    if (edge.$type !== 'bpmndi:BPMNEdge' || flow?.$type !== 'bpmn:SequenceFlow') return []
    return [{ element: idOf(flow), points: listOf(edge, 'waypoint').map((point): Point => ({ x: Number(point['x']), y: Number(point['y']) })) }]
  })
  return { shapes, edges }
}
