import type { Frame } from '../bpmn/model.ts'
import { breakWords } from './break-words.ts'
import { drawText, escape, letterWidth } from './draw-text.ts'

/** Draws a pool or a lane: a thin frame with its name along the left side, or on top of upright ones. */
export function drawFrame(frame: Frame): string {
  const { x, y, width, height } = { x: Math.round(frame.x), y: Math.round(frame.y), width: Math.round(frame.width), height: Math.round(frame.height) }
  const [name] = breakWords(frame.name, Math.floor((frame.upright ? width : height) / letterWidth), 1)
  const word = name === undefined ? '' : frame.upright ? drawText([name], x + width / 2, y + 6, 'top') : `<text transform="translate(${x + 19} ${Math.round(y + height / 2)})rotate(-90)">${escape(name)}</text>`
  return `<g class="p-lane"><rect x="${x}" y="${y}" width="${width}" height="${height}"/>${word}</g>`
}
