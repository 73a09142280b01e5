import type { OutOfTurnReason, Role } from '../office/application-events.ts'
import type { Refused } from './act-on-case.ts'
import { absencesIn, colleaguesIn, type AbsenceView, type Colleague } from './duty/list-absences.ts'
import { planDay, type DayPlan } from './duty/plan-day.ts'
import { promisesOfService, type UnitPromise } from './duty/show-promise.ts'
import { readReliability, type Reliability } from './forecast/read-reliability.ts'
import { measureAverage } from './list-services.ts'
import { endOfToday, hasDuty, itemMaker, noUnit, type NoDuty } from './officer-queue.ts'
import type { CaseRow, Office, QueueQuery, Tx } from './ports.ts'
import type { Average, QueueItem, UnitView, Visitor } from './views.ts'

/** The head's view of the day. Lists are cut; the counts beside them are of everything. */
export type UnitOverview = {
  readonly unit: UnitView
  readonly late: readonly QueueItem[]
  readonly dueToday: readonly QueueItem[]
  /** Not due yet, but at the pace of those on duty they will be late. */
  readonly atRisk: readonly QueueItem[]
  readonly waiting: readonly { readonly id: string; readonly number: string; readonly service: string; readonly since: number | null }[]
  readonly counts: { readonly open: number; readonly dueToday: number; readonly late: number; readonly atRisk: number; readonly waitingForApplicant: number; readonly toSign: number }
  readonly officers: DayPlan['officers']
  readonly suggestions: DayPlan['suggestions']
  readonly absences: readonly AbsenceView[]
  readonly colleagues: readonly Colleague[]
  /** What a one-day service would promise in this unit now. */
  readonly promises: readonly (UnitPromise & { readonly service: Readonly<Record<'id' | 'en', string>> })[]
  /** Open cases of the units below, of which this one was told that their promise was missed. */
  readonly escalated: readonly (QueueItem & { readonly unit: UnitView })[]
  readonly outOfTurn: readonly { readonly at: number; readonly number: string; readonly who: string; readonly reason: OutOfTurnReason }[]
  readonly average: Average | null
  readonly reliability: Reliability
}

const longest = 50
const roles: readonly Role[] = ['verifier', 'head']

/** What is due and late and at risk, by whom it is held up, who has how much, and which moves would help. */
export async function unitOverview(
  office: Office,
  visitor: Visitor,
  asked: { readonly unit: string },
): Promise<{ readonly ok: true; readonly view: UnitOverview } | Refused<NoDuty>> {
  const unit = await office.places.unit(asked.unit)
  if (!unit || !hasDuty(visitor, asked.unit, 'head')) return { ok: false, refusal: { kind: 'NoDuty' } }
  const now = office.now()
  const endOfDay = await endOfToday(office, asked.unit)
  const [first] = office.services.list()
  const average = first ? await measureAverage(office, first.id) : null
  const promises = await promisesHere(office, unit.code)
  return office.store.transaction(async (tx) => {
    const plan = await planDay(office, tx, unit.code, endOfDay)
    const late = await listOf(tx, unit.code, { until: now - 1 })
    const dueToday = await listOf(tx, unit.code, { from: now, until: endOfDay })
    const below = await tx.escalatedTo(unit.code, longest)
    const item = await itemMaker(office, tx, visitor, [...late, ...dueToday, ...plan.atRisk, ...below], { now, endOfDay })
    const items = (rows: readonly CaseRow[]) => rows.map((row) => item(row, null))
    const escalated = await Promise.all(below.map(async (row) => ({ ...item(row, null), unit: (await office.places.unit(row.unit)) ?? noUnit(row.unit) })))
    const checking = await tx.queueCounts(unit.code, 'verifier', now, endOfDay)
    const signing = await tx.queueCounts(unit.code, 'head', now, endOfDay)
    const outOfTurn = await tx.outOfTurn(unit.code, 20)
    const people = await tx.names([...new Set(outOfTurn.map((row) => row.person))])
    return {
      ok: true,
      view: {
        unit,
        late: items(late),
        dueToday: items(dueToday),
        atRisk: items(plan.atRisk),
        waiting: await tx.waitingForApplicant(unit.code, longest),
        escalated,
        counts: {
          open: checking.open + signing.open,
          dueToday: checking.dueToday + signing.dueToday,
          late: checking.late + signing.late,
          atRisk: plan.riskCount,
          waitingForApplicant: checking.waitingForApplicant,
          toSign: signing.open,
        },
        officers: plan.officers,
        suggestions: plan.suggestions,
        absences: await absencesIn(office, tx, unit.code),
        colleagues: await colleaguesIn(office, tx, unit.code),
        promises,
        outOfTurn: outOfTurn.map(({ person, ...row }) => ({ ...row, who: people.get(person) ?? '—' })),
        average,
        reliability: await readReliability(office, tx, unit.code),
      },
    }
  })
}

/** Nearest deadline first, of both duties; each list is read by the index of the line. */
async function listOf(tx: Tx, unit: string, range: Pick<QueueQuery, 'from' | 'until'>): Promise<readonly CaseRow[]> {
  const rows: CaseRow[] = []
  for (const role of roles) rows.push(...(await tx.queue({ unit, role, ...range, limit: longest, offset: 0 })))
  return rows.sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0)).slice(0, longest)
}

async function promisesHere(office: Office, unit: string): Promise<UnitOverview['promises']> {
  const all = await Promise.all(office.services.list().map(async (service) => (await promisesOfService(office, service, unit)).map((each) => ({ ...each, service: service.name }))))
  return all.flat()
}
