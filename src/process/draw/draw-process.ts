import type { Point, Process, Shape } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'

export type Drawing = {
  /** Elements where the case is now, and those behind it. */
  readonly at: readonly string[]
  readonly done: readonly string[]
  /** What an element is called in the picture: takes its id, its name in the model and its properties. */
  readonly words: (element: string, name: string, properties: Readonly<Record<string, string>>) => string
  /** What the picture as a whole shows, for who can't see it. */
  readonly label: string
}

const margin = 16
const fontSize = 12

/**
 * Draws a process as its modeler laid it out: SVG text without a style of its own (classes `p-task`, `p-event`,
 * `p-gateway`, `p-flow`, with `p-at` and `p-done` for where the case is). What only reminds people (events on an edge
 * that do not interrupt, and all that follows from them) is left out. Empty when the model has no drawing.
 */
export function drawProcess(process: Process, drawing: Drawing): string {
  const shown = mainWay(process)
  const shapes = process.picture.shapes.filter((shape) => shown.has(shape.element))
  if (shapes.length === 0) return ''
  const places = new Set(shapes.map((shape) => shape.element))
  const from = sources(process)
  const edges = process.picture.edges.filter((edge) => places.has(from.get(edge.element) ?? ''))
  const box = bounds([...shapes.flatMap(corners), ...edges.flatMap((edge) => edge.points)])
  const [width, height] = [box.right - box.left + 2 * margin, box.bottom - box.top + 2 * margin]
  return [
    `<svg class="process" role="img" aria-label="${escape(drawing.label)}" width="${width}" height="${height}" viewBox="${box.left - margin} ${box.top - margin} ${width} ${height}" xmlns="http://www.w3.org/2000/svg">`,
    ...edges.map((edge) => drawEdge(edge.points)),
    ...shapes.map((shape) => drawShape(shape, process, drawing)),
    '</svg>',
  ].join('')
}

function drawEdge(points: readonly Point[]): string {
  const [last, before] = [points.at(-1), points.at(-2)]
  if (!last || !before) return ''
  const angle = Math.round((Math.atan2(last.y - before.y, last.x - before.x) * 180) / Math.PI)
  return `<polyline class="p-flow" points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/><path class="p-tip" d="M-8-4 0 0-8 4z" transform="translate(${last.x} ${last.y}) rotate(${angle})"/>`
}

function drawShape(shape: Shape, process: Process, { at, done, words }: Drawing): string {
  const { x, y, width, height, element } = shape
  const name = words(element, shape.name, process.nodes.get(element)?.properties ?? {})
  const mark = at.includes(element) ? ' p-at' : done.includes(element) ? ' p-done' : ''
  const middle = { x: x + width / 2, y: y + height / 2 }
  if (shape.kind === 'exclusive' || shape.kind === 'parallel')
    return `<g class="p-gateway${mark}"><path d="M${middle.x} ${y}L${x + width} ${middle.y} ${middle.x} ${y + height} ${x} ${middle.y}z"/>${shape.kind === 'parallel' ? `<path class="p-sign" d="M${middle.x - 8} ${middle.y}h16m-8-8v16"/>` : ''}</g>`
  if (shape.kind === 'user' || shape.kind === 'service' || shape.kind === 'decision')
    return `<g class="p-task${mark}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>${drawText(name, middle.x, middle.y, Math.floor(width / 6.6), 'middle')}</g>`
  const ring = shape.kind === 'catch' || shape.kind === 'boundary' ? `<circle cx="${middle.x}" cy="${middle.y}" r="${width / 2 - 4}"/>` : ''
  return `<g class="p-event p-${shape.kind}${mark}"><circle cx="${middle.x}" cy="${middle.y}" r="${width / 2}"/>${ring}${drawText(name, middle.x, y + height + 4, 16, 'top')}</g>`
}

function drawText(name: string, x: number, y: number, letters: number, place: 'middle' | 'top'): string {
  const lines = breakWords(name, letters)
  const first = place === 'top' ? y + fontSize : y + fontSize * 0.35 - ((lines.length - 1) * (fontSize + 2)) / 2
  return lines.map((line, index) => `<text x="${x}" y="${Math.round(first + index * (fontSize + 2))}">${escape(line)}</text>`).join('')
}

/** Corners of a shape, with room for the name under an event. */
function corners({ kind, x, y, width, height }: Shape): readonly Point[] {
  const event = kind === 'start' || kind === 'end' || kind === 'terminate' || kind === 'catch' || kind === 'boundary'
  const [side, under] = event ? [28, 36] : [0, 0]
  return [{ x: x - side, y }, { x: x + width + side, y: y + height + under }]
}

/** Elements that a case can come to from the start, without the side ways of events that do not interrupt. */
function mainWay(process: Process): ReadonlySet<string> {
  const shown = new Set([...process.body.starts, ...process.body.triggered].map((node) => node.id))
  for (const id of shown) {
    const node = process.nodes.get(id)
    for (const flow of node?.outgoing ?? []) shown.add(flow.to)
    for (const event of node?.boundary ?? []) if (event.does.kind === 'boundary' && event.does.interrupting) shown.add(event.id)
  }
  return shown
}

function sources(process: Process): ReadonlyMap<string, string> {
  return new Map([...process.nodes.values()].flatMap((node) => node.outgoing.map((flow) => [flow.id, node.id] as const)))
}

function bounds(points: readonly Point[]): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
