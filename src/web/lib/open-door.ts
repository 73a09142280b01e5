import type { OpenOffice } from '#adapters/open-office.ts'

export type Door = {
  readonly office: OpenOffice
  readonly log: { error(facts: object, words: string): void }
}

const key = Symbol.for('satu-pintu.door')

/** The office that the server opened before it let anyone in. The pages are built apart from it and find it here. */
export function openDoor(): Door {
  const door = (globalThis as { [key]?: Door })[key]
  if (!door) throw new Error('The office is not open: start it with npm start or npm run serve.')
  return door
}
