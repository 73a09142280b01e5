import type { Look, Shape } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'
import { boldWidth, drawText, letterWidth, lineHeight } from './draw-text.ts'
import { drawSign, marks, signs } from './signs.ts'

export type Dress = {
  readonly name: string
  /** ` p-at` where the case is, ` p-done` behind it. */
  readonly walked: string
  /** Whether tasks show who does them: for readers of models, not for those who only wait. */
  readonly kinds: boolean
  /** Whether events stand on its lower edge. */
  readonly hosts: boolean
}

/** Letters in a line under an event. */
export const underLetters = 16
const mostUnder = 4

/** Draws one element. What an expanded subprocess holds is drawn over it. */
export function drawShape(shape: Shape, look: Look, dress: Dress): string {
  const dashed = look.dashed ? ' p-dashed' : ''
  switch (look.form) {
    case 'gateway':
      return `<g class="p-gateway${dress.walked}">${drawGateway(shape, look)}${drawName(shape, dress.name, 'over')}</g>`
    case 'sub':
      if (!shape.collapsed) return `<g class="p-frame${dashed}${dress.walked}">${drawBox(shape)}${drawFrameName(shape, dress.name)}${drawMarks(shape, look.marks)}</g>`
      return `<g class="p-task${dashed}${dress.walked}">${drawBox(shape)}${drawInside(shape, dress)}${drawMarks(shape, [...look.marks, 'collapsed'])}</g>`
    case 'task':
    case 'call':
      return `<g class="p-task${look.form === 'call' ? ' p-call' : ''}${dress.walked}">${drawBox(shape)}${drawKind(shape, look, dress)}${drawInside(shape, dress)}${drawMarks(shape, look.marks)}</g>`
    default:
      return `<g class="p-event${look.form === 'end' ? ' p-end' : ''}${dashed}${dress.walked}">${drawEvent(shape, look)}${drawName(shape, dress.name, 'under')}</g>`
  }
}

function drawBox({ x, y, width, height }: Shape): string {
  return `<rect x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(height)}" rx="8"/>`
}

function drawGateway({ x, y, width, height }: Shape, { sign }: Look): string {
  const [left, top, halfWidth, halfHeight] = [x, y, width / 2, height / 2].map(Math.round) as [number, number, number, number]
  return `<path d="M${left + halfWidth} ${top}l${halfWidth} ${halfHeight}-${halfWidth} ${halfHeight}-${halfWidth}-${halfHeight}z"/>${sign ? drawSign(left + halfWidth, top + halfHeight, signs[sign]) : ''}`
}

function drawEvent({ x, y, width, height }: Shape, { form, sign }: Look): string {
  const [middleX, middleY, radius] = [Math.round(x + width / 2), Math.round(y + height / 2), Math.round(width / 2)]
  const ring = (by: number) => `<circle cx="${middleX}" cy="${middleY}" r="${by}"/>`
  const twice = form === 'catch' || form === 'throw' || form === 'boundary'
  const thrown = form === 'end' || form === 'throw'
  return `${ring(radius)}${twice ? ring(radius - 3) : ''}${sign ? drawSign(middleX, middleY, signs[sign], thrown) : ''}`
}

function drawKind({ x, y }: Shape, { sign }: Look, { kinds }: Dress): string {
  return kinds && sign ? drawSign(x + 10, y + 10, signs[sign], sign === 'send') : ''
}

/** Where the case is, the name is bold and takes more room; a sign pushes it down a little, events on the edge up. */
function drawInside(shape: Shape, { name, walked, kinds, hosts }: Dress): string {
  const letter = walked === ' p-at' ? boldWidth : letterWidth
  const lines = breakWords(name, Math.floor((shape.width - 16) / letter), Math.max(1, Math.floor((shape.height - 4) / lineHeight)))
  return drawText(lines, shape.x + shape.width / 2, shape.y + shape.height / 2 + (lines.length > 1 ? Number(kinds) * 4 - Number(hosts) * 6 : 0), 'middle')
}

function drawFrameName({ x, y, width }: Shape, name: string): string {
  return drawText(breakWords(name, Math.floor((width - 16) / letterWidth), 1), x + width / 2, y + 6, 'top')
}

/** The name of an event or a gateway: where the modeler put it, else under or over it. */
function drawName(shape: Shape, name: string, side: 'under' | 'over'): string {
  const lines = breakWords(name, underLetters, mostUnder)
  if (shape.label) return drawText(lines, shape.label.x, shape.label.y, 'top', 'p-word')
  return drawText(lines, shape.x + shape.width / 2, side === 'under' ? shape.y + shape.height + 3 : shape.y - 3 - lines.length * lineHeight, 'top', 'p-word')
}

function drawMarks({ x, y, width, height }: Shape, which: Look['marks']): string {
  return which.map((mark, index) => drawSign(x + width / 2 + (index - (which.length - 1) / 2) * 18, y + height - 9, marks[mark])).join('')
}
