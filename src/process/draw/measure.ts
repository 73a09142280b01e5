import type { Look, Node } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'
import { letterWidth, lineHeight } from './draw-text.ts'
import { underLetters } from './draw-shape.ts'
import type { Size } from './grid.ts'

/** `down`: for narrow screens; what else goes right goes down, and what else goes down goes right. */
export type Direction = 'right' | 'down'
export type Extent = { readonly width: number; readonly height: number }

/** Width and height of a block of text, in px. */
export function measureWords(name: string, letters = underLetters, most = 4): Extent {
  const lines = breakWords(name, letters, most)
  return { width: Math.max(0, ...lines.map((line) => line.length)) * letterWidth, height: lines.length * lineHeight }
}

/**
 * Room for an element by its look and its name, along and across the direction. `inside`: what a subprocess holds.
 * `events`: those on its edge.
 */
export function measure(node: Node, look: Look | undefined, nameOf: (id: string) => string, inside: Extent | null, events: readonly Node[], direction: Direction): Size {
  const name = nameOf(node.id)
  const form = look?.form ?? 'task'
  if (form === 'gateway') return measureSmall(44, 'diamond', measureWords(name), direction)
  if (form !== 'task' && form !== 'call' && form !== 'sub') return measureSmall(36, 'round', measureWords(name), direction)
  const own = inside ? { width: inside.width + 40, height: inside.height + 48 } : { width: 120, height: Math.max(60, measureWords(name, 17, 8).height + 14 + (look?.marks.length ? 20 : 0)) }
  return measureHost(own, events.map((event) => ({ id: event.id, ...measureWords(nameOf(event.id)) })), direction)
}

/** An event or a gateway, its name beside it. */
function measureSmall(side: number, outline: 'diamond' | 'round', words: Extent, direction: Direction): Size {
  const half = side / 2
  const size = { width: side, height: side, outline, edge: new Map<string, number>() }
  if (words.width === 0) return { ...size, columnWidth: side, above: half, below: half }
  if (direction === 'down') return { ...size, columnWidth: Math.max(side, 2 * words.height), above: half, below: half + words.width + 5 }
  const name = words.height + 3
  return { ...size, columnWidth: Math.max(side, outline === 'round' ? words.width : 0), above: half + (outline === 'diamond' ? name : 0), below: half + (outline === 'round' ? name : 0) }
}

/** An activity and the events on its far edge. They stand at the end of it, so that what they lead to does not pass under the host. */
function measureHost(own: Extent, events: readonly (Extent & { readonly id: string })[], direction: Direction): Size {
  // At the right they would lie on the name.
  const [along, across] = direction === 'right' ? [own.width, own.height] : [own.height, own.width + (events.length > 0 ? 30 : 0)]
  const spots = events.map((event) => (direction === 'right' ? Math.max(44, 30 + event.width) : Math.max(44, 24 + event.height)))
  const width = Math.max(along, spots.reduce((sum, spot) => sum + spot, 20))
  const out = Math.max(0, ...events.map((event) => Math.max(15, direction === 'right' ? 12 + event.height : event.width === 0 ? 0 : 20 + event.width)))
  const edge = new Map<string, number>()
  let end = width / 2 - 10
  for (const [index, event] of [...events.entries()].reverse()) {
    edge.set(event.id, end - spots[index]! + 22)
    end -= spots[index]!
  }
  return { width, height: across, columnWidth: width, above: across / 2, below: across / 2 + out, outline: 'box', edge }
}
