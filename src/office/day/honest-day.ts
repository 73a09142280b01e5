/** A day on which a promise could end, and how many decisions the unit can make by then, from now on. */
export type PossibleDay = { readonly days: number; readonly date: string; readonly canCheck: number; readonly canSign: number }

/** What is promised already and still open, by the day its promise ends. Dates are `YYYY-MM-DD`. */
export type DayLoad = { readonly day: string; readonly toCheck: number; readonly toSign: number }

/** How many working days can honestly be promised, and how many more promises like it there is room for. */
export type HonestDay = { readonly days: number; readonly room: number }

/**
 * The first day by which one more application can be decided, given what the unit can do and what it has promised.
 *
 * A promise that ends with a day competes with everything that ends with that day or before it, late work too: that many
 * checks, and that many signatures, are to be made first. And it must not push a promise for a later day over what can be
 * done by then. So the room of a day is the smallest slack from that day on. When no day has room the last one is given,
 * with room 0: further ahead nobody can see. Throws when there is no day to choose from.
 */
export function honestDay(possible: readonly PossibleDay[], loads: readonly DayLoad[]): HonestDay {
  const last = possible.at(-1)
  if (!last) throw new RangeError('A promise needs a day to end on.')
  let room = Infinity
  const rooms = possible.toReversed().map((day) => {
    room = Math.min(room, slackOf(day, loads))
    return { days: day.days, room: Math.max(0, room) }
  })
  return rooms.toReversed().find((day) => day.room >= 1) ?? { days: last.days, room: 0 }
}

function slackOf({ date, canCheck, canSign }: PossibleDay, loads: readonly DayLoad[]): number {
  const until = loads.filter((load) => load.day <= date)
  const toCheck = until.reduce((sum, load) => sum + load.toCheck, 0)
  const toSign = until.reduce((sum, load) => sum + load.toSign, toCheck)
  return Math.min(canCheck - toCheck, canSign - toSign)
}

/** Whole decisions that one officer makes in some working time, at their pace; both in milliseconds. */
export function decisionsIn(workingMs: number, paceMs: number): number {
  return Math.max(0, Math.floor(workingMs / paceMs))
}
