import { endedWith, likelihoodBy, type Finishes } from '../../process/index.ts'
import { isUuid, notFound, type NotFound, type Refused } from '../act-on-case.ts'
import type { CaseRow, Office, Store, Tx, UnitClock } from '../ports.ts'
import { foreseeUnit, type ForeseenUnit } from './foresee-unit.ts'

/** What can be told of an open case. Instants in epoch ms, likelihoods from 0 to 1. */
export type CaseForecast = {
  /** The end of the first day by which it is ready with at least 90 %, and how likely it is by then. */
  readonly readyBy: number
  readonly likelihood: number
  /** The same with at least 50 %. */
  readonly halfBy: number
  readonly halfLikelihood: number
  readonly median: number
  /** How likely it is ready by its deadline; null while that stands still. */
  readonly byDeadline: number | null
}

const minuteMs = 60_000
/** In one minute a unit is gone through at most so often, however many of its cases move and are asked for; a long line once. */
const mostEachMinute = 6
const longLine = 300
/** Nothing is quite certain. */
const mostLikely = 0.99

type Known = ForeseenUnit & { readonly minute: number; readonly times: number }
const known = new WeakMap<Store, Map<string, Known>>()

/**
 * When a case will be ready, from the queue as it stands. The whole line of its unit is gone through at once and kept for
 * a minute, so that a thousand people who look at their cases cost as much as one; a case that moved since is seen anew, a
 * few times a minute at most. Null for a case that is decided, that stands too far behind, or whose end nobody can
 * foresee (no one has the duty).
 */
export async function forecastCase(office: Office, tx: Tx, row: CaseRow): Promise<CaseForecast | null> {
  if (row.decidedAt !== null) return null
  const foreseen = (await foreseenCases(office, tx, row)).get(row.id)
  return foreseen ? tellOf(foreseen.finishes, row.deadline, await office.calendars.of(row.unit)) : null
}

/** As `forecastCase`, for the id of any case. */
export async function readForecast(office: Office, id: string): Promise<{ readonly ok: true; readonly forecast: CaseForecast | null } | Refused<NotFound>> {
  if (!isUuid(id)) return notFound
  return office.store.transaction(async (tx) => {
    const row = await tx.caseRow(id)
    return row ? { ok: true, forecast: await forecastCase(office, tx, row) } : notFound
  })
}

async function foreseenCases(office: Office, tx: Tx, row: CaseRow): Promise<Known['cases']> {
  const minute = Math.floor(office.now() / minuteMs)
  const units = known.get(office.store) ?? new Map<string, Known>()
  known.set(office.store, units)
  const before = units.get(row.unit)
  const fresh = before?.minute === minute ? before : null
  if (fresh && (fresh.times >= (fresh.cases.size > longLine ? 1 : mostEachMinute) || isSeen(fresh, row))) return fresh.cases
  const unit = await foreseeUnit(office, tx, row.unit)
  units.set(row.unit, { ...unit, minute, times: (fresh?.times ?? 0) + 1 })
  return unit.cases
}

/** Seen as it is now, or known to stand too far behind. */
function isSeen({ cases, full }: Known, { id, version }: CaseRow): boolean {
  const seen = cases.get(id)
  return seen ? seen.version === version : full
}

function tellOf(finishes: Finishes, deadline: number | null, clock: UnitClock): CaseForecast | null {
  const by = (share: number) => clock.endOfDay(endedWith(finishes, share))
  if (endedWith(finishes, 0.9) === Infinity) return null
  const likely = (instant: number) => Math.min(mostLikely, likelihoodBy(finishes, instant))
  const [readyBy, halfBy] = [by(0.9), by(0.5)]
  return {
    readyBy,
    likelihood: likely(readyBy),
    halfBy,
    halfLikelihood: likely(halfBy),
    median: endedWith(finishes, 0.5),
    byDeadline: deadline === null ? null : likely(deadline),
  }
}
