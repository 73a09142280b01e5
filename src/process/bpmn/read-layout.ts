import { elementAt, listOf, textAt, type Element } from './element.ts'
import type { Box, Edge, Frame, Layout, Node, Point, Shape } from './model.ts'

/** The farthest that a drawing made by people reaches, in px. What lies farther out is a mistake, or a trick. */
const farthest = 50_000

/**
 * The drawing that came with a model, if it shows all of it at places that make sense; null when not, so that nothing
 * is hidden from the reader. What is drawn twice counts once; what is drawn of unknown elements does not count.
 */
export function readLayout(definitions: Element, process: Element, nodes: ReadonlyMap<string, Node>): Layout | null {
  const drawn = planeOf(definitions, process, nodes)
  const shapes = new Map<string, Shape>()
  for (const shape of drawn) {
    const id = elementAt(shape, 'bpmnElement')?.id ?? ''
    const box = boxOf(shape)
    if (!nodes.has(id) || shapes.has(id)) continue
    if (!box) return null
    shapes.set(id, { element: id, ...box, collapsed: shape['isExpanded'] === false, label: labelOf(shape) })
  }
  if (shapes.size === 0) return null
  const seen = [...shapes.values()].filter(({ element }) => !isHidden(element, nodes, shapes)).map((shape) => close(shape, nodes, shapes))
  const edges = edgesOf(drawn, nodes)
  if (!edges || !isWhole(nodes, shapes, edges)) return null
  const places = new Set(seen.map((shape) => shape.element))
  return { shapes: seen, edges: [...edges.values()].filter(({ from, to }) => places.has(from) && places.has(to)), frames: framesOf(drawn, process) }
}

/** The plane of the process itself: other planes show the inside of its subprocesses, or other processes. */
function planeOf(definitions: Element, process: Element, nodes: ReadonlyMap<string, Node>): readonly Element[] {
  const planes = listOf(definitions, 'diagrams').flatMap((diagram) => elementAt(diagram, 'plane') ?? [])
  const shows = (plane: Element) => {
    const shown = elementAt(plane, 'bpmnElement')
    return shown === process || (shown !== null && listOf(shown, 'participants').some((one) => elementAt(one, 'processRef') === process))
  }
  const plane = planes.find(shows) ?? planes.find((each) => listOf(each, 'planeElement').some((shape) => nodes.get(elementAt(shape, 'bpmnElement')?.id ?? '')?.within === null))
  return plane ? listOf(plane, 'planeElement') : []
}

function boxOf(shape: Element): Box | null {
  const bounds = elementAt(shape, 'bounds')
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((side) => Number(bounds?.[side]))
  const box = { x: x!, y: y!, width: width!, height: height! }
  return isNear(box) && box.width > 0 && box.height > 0 && box.width <= farthest && box.height <= farthest ? box : null
}

const isNear = ({ x, y }: Point): boolean => Math.abs(x) <= farthest && Math.abs(y) <= farthest

/** Where the modeler put a name: the middle of the top of its box. */
function labelOf(drawn: Element): Point | null {
  const label = elementAt(drawn, 'label')
  const box = label && boxOf(label)
  return box && { x: box.x + box.width / 2, y: box.y }
}

/** Whether a subprocess around it is drawn closed. Some modelers draw what is in it all the same. */
function isHidden(id: string, nodes: ReadonlyMap<string, Node>, shapes: ReadonlyMap<string, Shape>): boolean {
  const around = nodes.get(id)?.within ?? null
  return around !== null && (shapes.get(around)?.collapsed !== false || isHidden(around, nodes, shapes))
}

/** A subprocess of which nothing is drawn is closed, whether the modeler said so or not. */
function close(shape: Shape, nodes: ReadonlyMap<string, Node>, shapes: ReadonlyMap<string, Shape>): Shape {
  const does = nodes.get(shape.element)?.does
  return does?.kind === 'sub' && ![...does.body.nodes.keys()].some((id) => shapes.has(id)) ? { ...shape, collapsed: true } : shape
}

/** Whether all elements and flows are drawn that are not inside a closed subprocess. */
function isWhole(nodes: ReadonlyMap<string, Node>, shapes: ReadonlyMap<string, Shape>, edges: ReadonlyMap<string, Edge>): boolean {
  const isClosed = (id: string) => shapes.has(id) && close(shapes.get(id)!, nodes, shapes).collapsed
  return [...nodes.values()].every(({ id, within, outgoing }) => {
    for (let around = within; around !== null; around = nodes.get(around)?.within ?? null) if (isClosed(around)) return true
    // A link is a flow that nobody draws: its id is made of the ids of its ends.
    return shapes.has(id) && outgoing.every((flow) => edges.has(flow.id) || flow.id.includes('>'))
  })
}

function edgesOf(drawn: readonly Element[], nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, Edge> | null {
  const edges = new Map<string, Edge>()
  for (const edge of drawn) {
    const flow = elementAt(edge, 'bpmnElement')
    const kind = flow?.$type === 'bpmn:SequenceFlow' ? 'flow' : flow?.$type === 'bpmn:Association' ? 'undo' : null
    const [from, to] = [flow && elementAt(flow, 'sourceRef')?.id, flow && elementAt(flow, 'targetRef')?.id]
    if (!flow?.id || !kind || !from || !to || !nodes.has(from) || !nodes.has(to) || edges.has(flow.id)) continue
    const points = listOf(edge, 'waypoint').map((point): Point => ({ x: Number(point['x']), y: Number(point['y']) }))
    if (points.length < 2 || !points.every(isNear)) return null
    edges.set(flow.id, { element: flow.id, kind, from, to, points, label: labelOf(edge) })
  }
  return edges
}

/** The pool of the process and its lanes. */
function framesOf(drawn: readonly Element[], process: Element): readonly Frame[] {
  return drawn.flatMap((shape) => {
    const of = elementAt(shape, 'bpmnElement')
    const own = of?.$type === 'bpmn:Participant' ? elementAt(of, 'processRef') === process : of?.$type === 'bpmn:Lane' && isLaneOf(process, of)
    const box = own ? boxOf(shape) : null
    return box ? [{ ...box, name: textAt(of, 'name') ?? '', upright: shape['isHorizontal'] === false }] : []
  })
}

function isLaneOf(process: Element, lane: Element): boolean {
  const within = (set: Element): boolean => listOf(set, 'lanes').some((each) => each === lane || (elementAt(each, 'childLaneSet') !== null && within(elementAt(each, 'childLaneSet')!)))
  return listOf(process, 'laneSets').some(within)
}
