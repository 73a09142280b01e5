import { isDeepStrictEqual } from 'node:util'
import type { DayOff } from '../../src/office/promise/days-off.ts'
import { workingClock } from '../../src/office/working-clock.ts'
import { recordEvents } from '../../src/usecases/record-events.ts'
import { refigureDeadlines } from '../../src/usecases/refigure-deadlines.ts'
import { runAlarms } from '../../src/usecases/promises/run-alarms.ts'
import { deedOf, delayed, submission, type Act } from './case-story.ts'
import { instantQueue } from './instant-queue.ts'
import { openInMemory } from './office-in-memory.ts'
import { hireClerk } from './patient-clerk.ts'
import { planOutages, planSubmissions, planYear, weekly } from './plan-year.ts'
import { inOrder, readFacts } from './read-facts.ts'
import type { SimulatedService } from './simulated-services.ts'
import { seededChance, type Chance } from './seeded-chance.ts'
import { watchCase, type Standstill, type ToldDeadline, type Turn, type Watched } from './watch-case.ts'

const dayMs = 86_400_000
/** A case is watched for so long, then it is laid aside. */
const watchedMs = 90 * dayMs

export type SimulatedYear = {
  readonly zone: string
  readonly cases: number
  /** How many of each were compared with the clerk's. */
  readonly compared: { deadlines: number; moves: number; stops: number; reminders: number; escalations: number; warnings: number; deemedApprovals: number; lapsesWithoutApproval: number }
  /** Cases whose promise was touched by a day that was decreed after they came in, and those open over 29 February. */
  readonly overLeapDay: number
  readonly overNewYear: number
  readonly seconds: number
  readonly clerkSeconds: number
  readonly disagreements: readonly Disagreement[]
  readonly disagreed: number
}

/** What office and clerk say of the same case where they differ. */
export type Disagreement = { readonly case: number; readonly days: number; readonly submittedAt: number; readonly turns: readonly Turn[]; readonly office: Watched & Stood; readonly clerk: Watched & Stood }
type Stood = { readonly stood: readonly Standstill[] }

type What =
  | { readonly kind: 'alarms'; readonly id: string; readonly ticket: number }
  | { readonly kind: 'decree' | 'revoke'; readonly date: string }
  | { readonly kind: 'submit'; readonly index: number }
  | { readonly kind: 'act'; readonly id: string; readonly act: Act }
  | { readonly kind: 'lay-aside'; readonly id: string }

/** At one instant jobs run first, then the calendar changes, then people act: as the clerk has it. */
const rankOf = { alarms: 0, decree: 1, revoke: 1, submit: 2, act: 2, 'lay-aside': 3 } as const

type Open = { readonly index: number; readonly kind: SimulatedService; readonly chance: Chance; readonly submittedAt: number; readonly turns: Turn[]; readonly told: ToldDeadline[]; ticket: number }

/**
 * A year of one unit in a zone of the country: cases come in, are checked, sent back, paid, signed or forgotten, while the
 * calendar changes; the office's own rules and use cases follow them by a clock that goes from instant to instant. When a case
 * is over, everything that the office told, stopped, said and let lapse is held against what a patient clerk says of it, who
 * knows nothing of the office but what happened. `seed`: another year for another number.
 */
export async function simulateYear({ zone, ahead, cases: count, seed, holidays, services }: {
  readonly zone: string
  readonly ahead: number
  readonly cases: number
  readonly seed: number
  readonly holidays: readonly string[]
  readonly services: readonly SimulatedService[]
}): Promise<SimulatedYear> {
  const began = performance.now()
  let clerkMs = 0
  const chance = seededChance(seed)
  const year = planYear(ahead, holidays, chance)
  const submissions = planSubmissions(year, count, chance)
  const runs = planOutages(year, chance)
  const clerk = hireClerk({ zone, weekly }, year.first - 40 * dayMs, year.last + watchedMs + 160 * dayMs)
  const queue = instantQueue<What>()
  const open = new Map<string, Open>()
  const daysOff: DayOff[] = []
  const compared: SimulatedYear['compared'] = { deadlines: 0, moves: 0, stops: 0, reminders: 0, escalations: 0, warnings: 0, deemedApprovals: 0, lapsesWithoutApproval: 0 }
  const disagreements: Disagreement[] = []
  let [now, disagreed, overLeapDay, overNewYear] = [0, 0, 0, 0]
  const put = (at: number, what: What) => queue.put(at, rankOf[what.kind], what)

  const inMemory = openInMemory(services.map(({ service }) => service), {
    scheduled: (id, at) => {
      const each = open.get(id)!
      each.ticket += 1
      put(runs(Math.max(at, now)), { kind: 'alarms', id, ticket: each.ticket })
    },
    rowSaved: (id, { deadline, decidedAt }) => {
      const told = open.get(id)!.told
      if (decidedAt === null && (told.length === 0 || told.at(-1)!.deadline !== deadline)) told.push({ at: now, deadline })
    },
  })
  const { office, tx, cases } = inMemory
  const changeCalendar = () => inMemory.setClock(workingClock({ zone, weekly, daysOff: [...daysOff] }))

  const submit = async (index: number) => {
    const id = idOf(index)
    const own = seededChance(seed * 7_919 + index)
    const kind = own.pick(services)
    open.set(id, { index, kind, chance: own, submittedAt: now, turns: [], told: [], ticket: 0 })
    const context = inMemory.context(kind.service)
    const decision = submission(`IP-${index}`, context)
    if (!decision.ok) throw new Error(JSON.stringify(decision.refusal))
    await recordEvents(tx, id, null, decision.events, { kind: 'applicant', person: 'dewi' }, context)
    const { deadline } = cases.get(id)!.row!
    if (own.happens(0.94)) put(delayed(now, deadline, own), { kind: 'act', id, act: 'check' })
    if (own.happens(0.03)) put(delayed(now, deadline, own), { kind: 'act', id, act: 'withdraw' })
    put(now + watchedMs, { kind: 'lay-aside', id })
  }

  const act = async (id: string, what: Act) => {
    const each = open.get(id)
    if (!each) return
    const { application, row } = cases.get(id)!
    const deed = deedOf(what, application, now, row!.deadline, each.kind.pays, each.chance)
    for (const command of deed.commands) {
      const context = inMemory.context(each.kind.service)
      const before = cases.get(id)!.application
      const decision = command(before, context)
      if (!decision.ok) {
        if (!expectedRefusals.has(decision.refusal.kind)) throw new Error(`${what}: ${JSON.stringify(decision.refusal)}`)
        return
      }
      if (decision.events.length > 0) await recordEvents(tx, id, before, decision.events, deed.by, context)
    }
    each.turns.push({ at: now, kinds: deed.kinds })
    if (deed.next) put(deed.next.at, { kind: 'act', id, act: deed.next.act })
    if (deed.kinds.includes('decided')) layAside(id, now)
  }

  /** The case is over, or has been watched for long enough: what was told of it is held against the clerk. */
  const layAside = (id: string, until: number) => {
    const each = open.get(id)
    if (!each) return
    const { application, facts } = cases.get(id)!
    const started = performance.now()
    const watched = watchCase({ clerk, decrees: year.decrees, runs }, each.kind.rules, each.submittedAt, each.turns, until)
    clerkMs += performance.now() - started
    const office = { told: each.told, ...readFacts(facts), stood: application.stops.map(({ from, to }) => ({ from, to })) }
    const slow = { told: watched.told, moved: watched.moved, said: inOrder(watched.said), stood: stoodStill(each.turns) }
    if (!isDeepStrictEqual(office, slow)) {
      disagreed += 1
      if (disagreements.length < 5) disagreements.push({ case: each.index, days: each.kind.rules.days, submittedAt: each.submittedAt, turns: each.turns, office, clerk: slow })
    }
    countInto(compared, slow)
    if (each.submittedAt < year.leapDay && until >= year.leapDay) overLeapDay += 1
    if (each.submittedAt < year.newYear && until >= year.newYear) overNewYear += 1
    open.delete(id)
    inMemory.forget(id)
  }

  for (const { date, from, until } of year.decrees) {
    if (from < year.first) daysOff.push({ date, addedAt: from, revokedAt: null })
    else put(from, { kind: 'decree', date })
    if (until !== null) put(until, { kind: 'revoke', date })
  }
  changeCalendar()
  submissions.forEach((at, index) => put(at, { kind: 'submit', index }))
  for (let next = queue.take(); next !== null; next = queue.take()) {
    now = next.at
    inMemory.setNow(now)
    const { what } = next
    if (what.kind === 'submit') await submit(what.index)
    else if (what.kind === 'act') await act(what.id, what.act)
    else if (what.kind === 'lay-aside') layAside(what.id, now)
    else if (what.kind === 'alarms') {
      if (open.get(what.id)?.ticket !== what.ticket) continue
      await runAlarms(office, what.id)
      if (cases.get(what.id)!.application.outcome !== null) layAside(what.id, now)
    } else if (what.kind === 'decree') {
      daysOff.push({ date: what.date, addedAt: now, revokedAt: null })
      changeCalendar()
      await refigureDeadlines(office, { from: what.date })
    } else {
      const index = daysOff.findIndex(({ date, revokedAt }) => date === what.date && revokedAt === null)
      daysOff[index] = { ...daysOff[index]!, revokedAt: now }
      changeCalendar()
    }
  }
  return { zone, cases: count, compared, overLeapDay, overNewYear, seconds: (performance.now() - began) / 1000, clerkSeconds: clerkMs / 1000, disagreements, disagreed }
}

/** Refusals that life brings: the law approved a moment ago, or somebody else ended the case. */
const expectedRefusals = new Set(['Lapsed', 'Decided', 'NoOpenTask', 'NoCorrectionAsked', 'ProcessRefuses'])

const idOf = (index: number) => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

function stoodStill(turns: readonly Turn[]): readonly Standstill[] {
  const stood: Standstill[] = []
  for (const { at, kinds } of turns) {
    if (kinds.includes('stop')) stood.push({ from: at, to: null })
    const last = stood.at(-1)
    if (last?.to === null && (kinds.includes('start') || kinds.includes('decided'))) stood[stood.length - 1] = { ...last, to: at }
  }
  return stood
}

function countInto(compared: SimulatedYear['compared'], { told, moved, said, stood }: Watched & Stood): void {
  const of = (is: (key: string) => boolean) => said.filter(({ key }) => is(key)).length
  compared.deadlines += told.length
  compared.moves += moved.length
  compared.stops += stood.length
  compared.reminders += of((key) => key.startsWith('verifier') || key.startsWith('head'))
  compared.escalations += of((key) => key.startsWith('above'))
  compared.warnings += of((key) => key.startsWith('deemed'))
  compared.deemedApprovals += of((key) => key === 'lapse')
  compared.lapsesWithoutApproval += of((key) => key === 'lapse:incomplete')
}
