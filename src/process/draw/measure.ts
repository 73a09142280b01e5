import type { Look, Node } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'
import { letterWidth, lineHeight } from './draw-text.ts'
import { underLetters } from './draw-shape.ts'
import type { Size } from './grid.ts'

/** Width and height of a block of text, in px. */
export function measureWords(name: string, letters = underLetters, most = 4): { readonly width: number; readonly height: number } {
  const lines = breakWords(name, letters, most)
  return { width: Math.max(0, ...lines.map((line) => line.length)) * letterWidth, height: lines.length * lineHeight }
}

/** Room for an element by its look and its name. `inside`: what a subprocess holds. */
export function measure(node: Node, look: Look | undefined, nameOf: (id: string) => string, inside: { readonly width: number; readonly height: number } | null, events: readonly Node[]): Size {
  const name = nameOf(node.id)
  const words = measureWords(name)
  const form = look?.form ?? 'task'
  if (form === 'gateway') return { width: 44, height: 44, columnWidth: 44, above: 22 + (name === '' ? 0 : words.height + 3), below: 22, outline: 'diamond', edge: new Map() }
  if (form !== 'task' && form !== 'call' && form !== 'sub') return { width: 36, height: 36, columnWidth: Math.max(36, words.width), above: 18, below: 18 + words.height + (name === '' ? 0 : 3), gateway: false, edge: new Map() }
  const own = inside ? { width: inside.width + 40, height: inside.height + 48 } : { width: 120, height: Math.max(60, measureWords(name, 17, 8).height + 14 + (look?.marks.length ? 20 : 0)) }
  const spots = events.map((event) => Math.max(44, 30 + measureWords(nameOf(event.id)).width))
  const width = Math.max(own.width, spots.reduce((sum, spot) => sum + spot, 20))
  const under = events.length === 0 ? 0 : Math.max(15, ...events.map((event) => 12 + measureWords(nameOf(event.id)).height))
  // Events stand at the right, so that what they lead to does not pass under the host.
  let right = width / 2 - 10
  const edge = new Map<string, number>()
  for (const [index, event] of events.entries().toArray().reverse()) {
    edge.set(event.id, right - spots[index]! + 22)
    right -= spots[index]!
  }
  return { width, height: own.height, columnWidth: width, above: own.height / 2, below: own.height / 2 + under, outline: 'box', edge }
}
