import type { Layout, Point, Shape } from '../bpmn/model.ts'
import type { Item } from './grid.ts'
import { measureWords, type Direction } from './measure.ts'

/** Elements that were laid out together, right of and below 0. */
export type Block = Layout & { readonly width: number; readonly height: number }

const [headHeight, side] = [28, 20]

type Naming = { readonly nameOf: (id: string) => string; readonly direction: Direction }

/** An item with the events on its edge and what it holds, where it was placed. */
export function blockOf({ id, x: along, y: across, size }: Item, { nameOf, direction }: Naming, inside: Block | null): Block {
  const down = direction === 'down'
  const [x, y] = down ? [across, along] : [along, across]
  const [width, height] = down ? [size!.height, size!.width] : [size!.width, size!.height]
  const own = { element: id, x: x - width / 2, y: y - height / 2, width, height, collapsed: false }
  const events = [...size!.edge].map(([event, by]): Shape => {
    const [middleX, middleY] = down ? [x + width / 2, y + by] : [x + by, y + height / 2]
    return { element: event, x: middleX - 15, y: middleY - 15, width: 30, height: 30, collapsed: false, label: { x: middleX + (down ? 18 : 9) + measureWords(nameOf(event)).width / 2, y: middleY + (down ? 2 : 11) } }
  })
  const held = inside ? move(inside, { x: x - inside.width / 2, y: own.y + headHeight }) : null
  const label = down && size!.outline !== 'box' ? labelBeside(own, nameOf(id), size!.outline) : null
  return { shapes: [{ ...own, label }, ...(held?.shapes ?? []), ...events], edges: held?.edges ?? [], frames: [], width, height }
}

/** Where lines run down, a name stands at the right: over the line that may leave a gateway there. */
function labelBeside({ x, y, width, height }: Omit<Shape, 'label'>, name: string, outline: 'diamond' | 'round'): Point {
  const words = measureWords(name)
  return { x: x + width + 5 + words.width / 2, y: y + height / 2 - (outline === 'round' ? words.height / 2 : words.height + 2) }
}

/** An event subprocess: nothing leads to it. */
export function frameOf(element: string, inside: Block): Block {
  const [width, height] = [inside.width + 2 * side, inside.height + headHeight + side]
  const { shapes, edges } = move(inside, { x: side, y: headHeight })
  return { shapes: [{ element, x: 0, y: 0, width, height, collapsed: false, label: null }, ...shapes], edges, frames: [], width, height }
}

/** Blocks that nothing leads to stand under the others. */
export function stack(first: Block, rest: readonly Block[]): Block {
  let y = first.height
  const moved = rest.map((block) => {
    const at = move(block, { x: 0, y: y + 30 })
    y += 30 + block.height
    return at
  })
  const all = [first, ...moved]
  return { shapes: all.flatMap(({ shapes }) => shapes), edges: all.flatMap(({ edges }) => edges), frames: [], width: Math.max(...all.map(({ width }) => width)), height: y }
}

export function move(block: Block, by: Point): Block {
  const to = <Placed extends Point>(placed: Placed): Placed => ({ ...placed, x: placed.x + by.x, y: placed.y + by.y })
  return {
    ...block,
    shapes: block.shapes.map((shape) => ({ ...to(shape), label: shape.label && to(shape.label) })),
    edges: block.edges.map((edge) => ({ ...edge, points: edge.points.map(to), label: edge.label && to(edge.label) })),
    frames: block.frames.map(to),
  }
}

/** The same with along and across exchanged. */
export function turn(block: Block): Block {
  const point = ({ x, y }: Point): Point => ({ x: y, y: x })
  const box = <Placed extends Point & { readonly width: number; readonly height: number }>(placed: Placed): Placed => ({ ...placed, ...point(placed), width: placed.height, height: placed.width })
  return {
    shapes: block.shapes.map((shape) => ({ ...box(shape), label: shape.label && point(shape.label) })),
    edges: block.edges.map((edge) => ({ ...edge, points: edge.points.map(point), label: edge.label && point(edge.label) })),
    frames: block.frames.map((frame) => ({ ...box(frame), upright: !frame.upright })),
    width: block.height,
    height: block.width,
  }
}
