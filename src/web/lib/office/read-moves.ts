import type { Move } from '#usecases/duty/move-task.ts'

/** A suggested move as a form carries it: which case, from whom, to whom. */
export const writeMove = (id: string, from: string, to: string): string => `${id} ${from} ${to}`

/** Reads suggested moves back; what is no move is left out. */
export function readMoves(written: readonly string[]): readonly Move[] {
  return written.flatMap((text) => {
    const [id, from, to, ...more] = text.split(' ')
    return id && from && to && more.length === 0 ? [{ id, from, to }] : []
  })
}
