import { isCause } from '../../office/tickets/ticket.ts'
import type { Office } from '../ports.ts'
import type { TripCount } from './ticket-ports.ts'
import type { PlaceFigures, WastedCause } from './ticket-views.ts'

const day = 86_400_000
const judgedDays = 30

export type QueueFigures = {
  readonly months: readonly PlaceFigures[]
  /** Waits that were told in the last 30 days, by place: how many, and how many calls came within what was told. */
  readonly estimates: readonly { readonly place: string; readonly told: number; readonly right: number }[]
  readonly marks: readonly { readonly place: string; readonly marks: number; readonly mean: number }[]
}

/**
 * The public figures of the lines, a year back. A trip is wasted when somebody was there and went without what they
 * came for, whatever the reason. Today's count once they are over.
 */
export async function queueFigures(office: Office): Promise<QueueFigures> {
  const now = office.now()
  const from = new Date(now - 366 * day).toISOString().slice(0, 10)
  const places = await office.places.list()
  return office.store.reading(async (tx) => {
    const counts = await tx.tripCounts(from, office.today())
    const estimates = []
    for (const place of places) estimates.push({ place: place.code, ...(await tx.estimateFigures(place.code, now - judgedDays * day)) })
    return { months: byMonth(counts), estimates: estimates.filter((each) => each.told > 0), marks: await tx.markFigures(from) }
  })
}

/** How good the waits were that a place told in the last 30 days. */
export async function toldWaits(office: Office, place: string): Promise<{ readonly told: number; readonly right: number }> {
  return office.store.transaction((tx) => tx.estimateFigures(place, office.now() - judgedDays * day))
}

function byMonth(counts: readonly TripCount[]): readonly PlaceFigures[] {
  const groups = Map.groupBy(counts, (count) => `${count.month} ${count.place}`)
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    if (!first) return []
    const wasted = new Map<WastedCause, number>()
    for (const count of group) {
      const cause = causeOf(count)
      if (cause) wasted.set(cause, (wasted.get(cause) ?? 0) + count.tickets)
    }
    const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0)
    const causes = [...wasted].map(([cause, trips]) => ({ cause, trips })).sort((one, other) => other.trips - one.trips)
    const trips = sum(group.map((count) => count.tickets))
    const lost = sum(causes.map((each) => each.trips))
    return [{ month: first.month, place: first.place, trips, served: trips - lost, wasted: lost, causes }]
  })
}

/** Null when it was not in vain. */
function causeOf({ state, cause }: TripCount): WastedCause | null {
  if (state === 'served') return null
  if (state === 'left') return 'left-waiting'
  if (state === 'away') return 'missed-call'
  if (state === 'not-served') return isCause(cause) ? cause : 'other'
  return 'not-reached'
}
