import type { Box, Layout, Look, Process, Shape } from '../bpmn/model.ts'
import { boxesOf, drawFlows } from './draw-flows.ts'
import { drawFrame } from './draw-frames.ts'
import { drawShape } from './draw-shape.ts'
import { escape } from './draw-text.ts'
import { layOut } from './lay-out.ts'
import { measureWords } from './measure.ts'
import { mainWay } from './main-way.ts'
import { standaloneStyle } from './style.ts'
import { tellWalk, type Walk } from './tell-walk.ts'

export type Drawing = {
  /** Elements where the case is now, and those behind it. */
  readonly at: readonly string[]
  readonly done: readonly string[]
  /** What an element is called in the picture: takes its id, its name in the model and its properties. */
  readonly words: (element: string, name: string, properties: Readonly<Record<string, string>>) => string
  /** What the picture as a whole shows, for who can't see it. */
  readonly label: string
  /** Says in the reader's language where the case is; the names are those that `words` gives. */
  readonly describe?: (walk: Walk) => string
  /**
   * `all` (else): the whole model, with the signs of who does a task. `main-way`: without the events that only remind
   * people, and all that follows from them, for those who wait for the outcome.
   */
  readonly show?: 'all' | 'main-way'
  /** Lays the process out anew, from left to right or, for narrow screens, down. */
  readonly direction?: 'right' | 'down'
  /** Tells two pictures on one page apart: what the ids in it begin with, `p` if nothing else is said. */
  readonly id?: string
  /** Puts the colours into the picture, light and dark, for a file of its own. Pages bring theirs. */
  readonly style?: boolean
}

/** Narrow screens have none to spare. */
const margins = { right: 16, down: 5 }
const plain: Look = { form: 'task', sign: null, dashed: false, marks: [] }

/**
 * Draws a process as SVG text: as its modeler laid it out, or laid out here when the model has no drawing, or none that
 * is whole. One user unit is one px; type is meant to be 12 px high, so a wide picture should scroll, not shrink.
 * Classes: `p-task`, `p-call`, `p-event`, `p-end`, `p-gateway`, `p-frame`, `p-lane`, `p-flow`, `p-tip`, `p-sign`,
 * `p-full`, `p-word`, `p-dashed`, and `p-at` and `p-done` for where the case is. All names are escaped. The same input
 * gives the same text. Throws nothing. Signs: BPMN 2.0.2, chapters 7.2 and 10.
 */
export function drawProcess(process: Process, drawing: Drawing): string {
  const { looks, flowNames } = process.picture
  const shown = drawing.show === 'main-way' ? mainWay(process) : new Set(process.nodes.keys())
  const nameOf = (id: string) => {
    const node = process.nodes.get(id)
    return node ? drawing.words(id, node.name, node.properties) : ''
  }
  const flowNameOf = (id: string) => flowNames.get(id) ?? ''
  const lookOf = (id: string) => looks.get(id) ?? plain
  const layout = keep((drawing.direction === undefined ? process.picture.layout : null) ?? layOut(process, { shown, nameOf, direction: drawing.direction ?? 'right' }), shown)
  const taken = [...layout.frames, ...layout.edges.flatMap((edge) => boxesOf(edge, flowNameOf(edge.element))), ...layout.shapes.flatMap((shape) => withName(shape, lookOf(shape.element), nameOf(shape.element)))]
  const box = around(taken, margins[drawing.direction ?? 'right'])
  const [at, done] = [new Set(drawing.at), new Set(drawing.done)]
  const draw = (shape: Shape) =>
    drawShape(shape, lookOf(shape.element), {
      name: nameOf(shape.element),
      walked: at.has(shape.element) ? ' p-at' : done.has(shape.element) ? ' p-done' : '',
      kinds: drawing.show !== 'main-way',
      hosts: process.nodes.get(shape.element)?.boundary.some((event) => shown.has(event.id)) ?? false,
    })
  const isFrame = (shape: Shape) => lookOf(shape.element).form === 'sub' && !shape.collapsed
  const isBoundary = (shape: Shape) => lookOf(shape.element).form === 'boundary'
  const by = Object.groupBy(layout.shapes, (shape) => (isFrame(shape) ? 'frames' : isBoundary(shape) ? 'edges' : 'rest'))
  const id = escape(drawing.id ?? 'p')
  const told = drawing.describe?.(tellWalk(process, drawing.at, drawing.done, shown, nameOf)) ?? ''
  return [
    `<svg class="process" role="img" aria-labelledby="${id}-title${told && ` ${id}-told`}" width="${box.width}" height="${box.height}" viewBox="${box.x} ${box.y} ${box.width} ${box.height}" xmlns="http://www.w3.org/2000/svg">`,
    `<title id="${id}-title">${escape(drawing.label)}</title>`,
    told && `<desc id="${id}-told">${escape(told)}</desc>`,
    drawing.style === true ? `<style>${standaloneStyle}</style>` : '',
    ...layout.frames.map(drawFrame),
    // The larger ones hold the smaller.
    ...(by.frames ?? []).toSorted((one, other) => other.width * other.height - one.width * one.height).map(draw),
    drawFlows(layout.edges, flowNameOf),
    ...(by.rest ?? []).map(draw),
    ...(by.edges ?? []).map(draw),
    '</svg>',
  ].join('')
}

function keep({ shapes, edges, frames }: Layout, shown: ReadonlySet<string>): Layout {
  return { shapes: shapes.filter(({ element }) => shown.has(element)), edges: edges.filter(({ from, to }) => shown.has(from) && shown.has(to)), frames }
}

/** A shape and about the room that its name takes outside it. */
function withName(shape: Shape, { form }: Look, name: string): readonly Box[] {
  if (form === 'task' || form === 'call' || form === 'sub' || name === '') return [shape]
  const { width, height } = measureWords(name)
  const middle = shape.label?.x ?? shape.x + shape.width / 2
  const y = shape.label?.y ?? (form === 'gateway' ? shape.y - 3 - height : shape.y + shape.height + 3)
  return [shape, { x: middle - width / 2, y, width, height }]
}

function around(boxes: readonly Box[], margin: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of boxes) {
    ;[left, top] = [Math.min(left, x), Math.min(top, y)]
    ;[right, bottom] = [Math.max(right, x + width), Math.max(bottom, y + height)]
  }
  const [x, y] = [Math.floor(left) - margin, Math.floor(top) - margin]
  return { x, y, width: Math.ceil(right) + margin - x, height: Math.ceil(bottom) + margin - y }
}
