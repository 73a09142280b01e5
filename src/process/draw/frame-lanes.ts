import type { Frame } from '../bpmn/model.ts'
import { move, type Block } from './blocks.ts'

const nameWidth = 30

/** Frames around the lanes and the pool. What stands in no lane of its own stands in the first. */
export function frameAll(block: Block, lanes: readonly string[], bands: ReadonlyMap<number, { readonly top: number; readonly height: number }>, pool: string | null): Block {
  const x = (pool === null ? 0 : nameWidth) + (lanes.length > 0 ? nameWidth : 0) + 14
  const padding = bands.size > 1 ? 0 : 20
  const moved = move(block, { x, y: padding })
  const [width, height] = [x + block.width + 20, block.height + 2 * padding]
  const last = Math.max(...bands.keys())
  const frames = lanes.flatMap((name, band): readonly Frame[] => {
    const at = bands.get(band)
    const left = pool === null ? 0 : nameWidth
    if (!at) return []
    return [{ name, upright: false, x: left, y: bands.size > 1 ? at.top : 0, width: width - left, height: bands.size === 1 || band === last ? height - (bands.size > 1 ? at.top : 0) : at.height }]
  })
  const around: readonly Frame[] = pool === null ? [] : [{ name: pool, upright: false, x: 0, y: 0, width, height }]
  return { ...moved, frames: [...around, ...frames], width, height }
}
