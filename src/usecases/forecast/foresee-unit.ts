import type { DutyName, Role } from '../../office/application-events.ts'
import { enoughPast, habitsOf, roleOf } from '../../office/habits.ts'
import { readPastWork, type PastWork } from '../../office/past-work.ts'
import { processContext } from '../../office/process-context.ts'
import type { Service } from '../../office/service.ts'
import { chanceOf, simulate, type Finishes, type Kind, type Scene } from '../../process/index.ts'
import type { Office, Store, Tx, UnitClock } from '../ports.ts'
import type { OpenRow } from './forecast-ports.ts'

/** Who stands further behind than this in the line of one unit is told nothing. */
const longestLine = 2000
/** So many walks of a case are made at most: many runs of a short line, fewer of a long one. */
const mostWalks = 60_000
const [fewestRuns, mostRuns] = [40, 200]
const dayMs = 86_400_000
const pastMs = 90 * dayMs
const mostPastCases = 200

export type Foreseen = { readonly version: number; readonly finishes: Finishes }

/** `full`: there are more open cases, further behind. */
export type ForeseenUnit = { readonly cases: ReadonlyMap<string, Foreseen>; readonly full: boolean }

/**
 * Lets a unit go on by chance from where it is: its open cases in the order of its line, the people with its duties, the
 * times and outcomes of its last 90 days. Gives for each case when it ended in every run. The seed is the unit's own,
 * so that the same office is told the same.
 */
export async function foreseeUnit(office: Office, tx: Tx, unit: string): Promise<ForeseenUnit> {
  const now = office.now()
  const rows = await tx.openLine(unit, longestLine)
  const clock = await office.calendars.of(unit)
  const services = await servicesOf(office, rows)
  const people = await countPeople(office, tx, unit, [...services.values()])
  const kinds = new Map<string, Kind>()
  for (const [name, service] of services) kinds.set(name, await kindOf(office, tx, service, { unit, now, clock, people }))
  const scene: Scene = {
    now,
    kinds,
    teams: new Map([...people].map(([role, count]) => [role, { people: count, calendar: clock.calendar }])),
    line: rows.map((row) => ({
      kind: kindName(row),
      state: row.process,
      inHand: row.holder === null || row.takenAt === null ? null : clock.workingTime(row.takenAt, now),
      waited: row.openedAt === null ? 0 : clock.workingTime(row.openedAt, now),
    })),
  }
  const runs = Math.min(mostRuns, Math.max(fewestRuns, Math.floor(mostWalks / Math.max(1, rows.length))))
  const finishes = simulate(scene, runs, chanceOf(seedOf(unit)))
  return { cases: new Map(rows.map((row, nth) => [row.id, { version: row.version, finishes: finishes[nth]! }])), full: rows.length === longestLine }
}

const kindName = ({ service, serviceVersion }: OpenRow) => `${service}@${serviceVersion}`

async function servicesOf(office: Office, rows: readonly OpenRow[]): Promise<ReadonlyMap<string, Service>> {
  const services = new Map<string, Service>()
  for (const row of rows) if (!services.has(kindName(row))) services.set(kindName(row), await office.services.at(row.service, row.serviceVersion))
  return services
}

/** How many people have each role that the services' tasks ask for, today. */
async function countPeople(office: Office, tx: Tx, unit: string, services: readonly Service[]): Promise<ReadonlyMap<string, number>> {
  const roles = new Set(services.flatMap(({ process }) => [...process.nodes.values()].flatMap(({ does }) => (does.kind === 'user' ? [does.role ?? ''] : []))))
  const counts = new Map<string, number>()
  for (const role of roles) counts.set(role, (await tx.peopleWith(unit, roleOf(role) satisfies DutyName, office.today())).length)
  return counts
}

type Unit = { readonly unit: string; readonly now: number; readonly clock: UnitClock; readonly people: ReadonlyMap<string, number> }

async function kindOf(office: Office, tx: Tx, service: Service, { unit, now, clock, people }: Unit): Promise<Kind> {
  const promised = { submittedAt: now, days: service.days, stops: [] }
  return {
    process: service.process,
    facts: processContext({ service, facts: {}, clock }, promised),
    habits: habitsOf(service.process, await pastWork(office, tx, service, unit, clock, (role) => people.get(role) ?? 1), service.days),
    due: (timer, from) => clock.due(timer, from),
  }
}

/** The unit's own times; while they are few, those of all units that give the service. They change slowly, and are kept for a while. */
async function pastWork(office: Office, tx: Tx, service: Service, unit: string, clock: UnitClock, people: (role: Role) => number): Promise<PastWork> {
  const now = office.now()
  const known = kept.get(office.store) ?? new Map<string, Kept>()
  kept.set(office.store, known)
  const name = `${unit} ${service.id}`
  const before = known.get(name)
  if (before && Math.abs(now - before.at) < keptMs) return before.work
  const own = await tx.pastCases(service.id, unit, now - pastMs, mostPastCases)
  const cases = own.length >= enoughPast ? own : await tx.pastCases(service.id, null, now - pastMs, mostPastCases)
  const work = readPastWork(cases, clock, people)
  known.set(name, { at: now, work })
  return work
}

type Kept = { readonly at: number; readonly work: PastWork }
const kept = new WeakMap<Store, Map<string, Kept>>()
const keptMs = 15 * 60_000

/** A number of a text: the hash of Fowler, Noll and Vo (FNV-1a, 32 bits). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193)
  return hash
}
