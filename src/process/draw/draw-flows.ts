import type { Box, Edge, Point } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'
import { drawText, letterWidth, lineHeight } from './draw-text.ts'

export const flowLetters = 14

/**
 * Draws all flows as one line and all their tips as one shape, so that a picture stays small; then their names, over
 * the middle of their longest level part or where the modeler put them.
 */
export function drawFlows(edges: readonly Edge[], nameOf: (flow: string) => string): string {
  const kinds = [['flow', 'p-flow'], ['undo', 'p-flow p-dashed']] as const
  const lines = kinds.map(([kind, names]) => {
    const line = edges.filter((edge) => edge.kind === kind).map(({ points }) => drawLine(points)).join('')
    return line && `<path class="${names}" d="${line}"/>`
  })
  const tips = edges.map(({ points }) => drawTip(points)).join('')
  const words = edges.map((edge) => drawWord(edge, nameOf(edge.element))).join('')
  return `${lines.join('')}${tips && `<path class="p-tip" d="${tips}"/>`}${words}`
}

/** Level and upright parts are told by one number. */
function drawLine(points: readonly Point[]): string {
  let last: Point | null = null
  return points.map((point) => {
    const { x, y } = { x: Math.round(point.x), y: Math.round(point.y) }
    const part = last === null ? `M${x} ${y}` : last.y === y ? `H${x}` : last.x === x ? `V${y}` : `L${x} ${y}`
    last = { x, y }
    return part
  }).join('')
}

function drawTip(points: readonly Point[]): string {
  const last = points.at(-1)
  const before = points.findLast((point) => last !== undefined && Math.hypot(point.x - last.x, point.y - last.y) >= 1)
  if (!last || !before) return ''
  const way = Math.atan2(last.y - before.y, last.x - before.x)
  const corner = (along: number, across: number) => `${Math.round(along * Math.cos(way) - across * Math.sin(way))} ${Math.round(along * Math.sin(way) + across * Math.cos(way))}`
  return `M${Math.round(last.x)} ${Math.round(last.y)}l${corner(-8, -4)} ${corner(0, 8)}z`
}

function drawWord(edge: Edge, name: string): string {
  if (name === '') return ''
  const lines = breakWords(name, flowLetters, 3)
  const at = wordPlace(edge, lines)
  return drawText(lines, at.x, at.y, 'top', 'p-word')
}

/** The middle of the top of a flow's name: over its longest level part, or at the right of a line that only leads down. */
function wordPlace({ points, label }: Edge, lines: readonly string[]): Point {
  if (label) return label
  const { x, y, length } = longestPart(points)
  const height = lines.length * lineHeight
  return length < 24 ? { x: x + 5 + widthOf(lines) / 2, y: y - height / 2 - 4 } : { x, y: y - 2 - height }
}

const widthOf = (lines: readonly string[]): number => Math.max(0, ...lines.map((line) => line.length)) * letterWidth

/** The room that a flow takes, its name too. */
export function boxesOf(edge: Edge, name: string): readonly Box[] {
  const bends = edge.points.map((point) => ({ ...point, width: 0, height: 0 }))
  if (name === '') return bends
  const lines = breakWords(name, flowLetters, 3)
  const { x, y } = wordPlace(edge, lines)
  const width = widthOf(lines)
  return [...bends, { x: x - width / 2, y, width, height: lines.length * lineHeight }]
}

function longestPart(points: readonly Point[]): Point & { readonly length: number } {
  let best = { x: points[0]?.x ?? 0, y: points[0]?.y ?? 0, length: -1 }
  for (const [index, to] of points.entries()) {
    const from = points[index - 1]
    if (from && Math.abs(to.x - from.x) > best.length) best = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, length: Math.abs(to.x - from.x) }
  }
  return best
}
