import type { OutOfTurnReason } from '../office/application-events.ts'
import type { Refused } from './act-on-case.ts'
import { measureAverage } from './list-services.ts'
import { endOfToday, hasDuty, holderNames, itemMaker, noUnit, type NoDuty } from './officer-queue.ts'
import type { Office } from './ports.ts'
import type { Average, QueueItem, UnitView, Visitor } from './views.ts'

export type UnitOverview = {
  readonly unit: UnitView
  readonly late: readonly QueueItem[]
  readonly dueToday: readonly QueueItem[]
  /** Open cases of the units below, of which this one was told that their promise was missed. */
  readonly escalated: readonly (QueueItem & { readonly unit: UnitView })[]
  readonly counts: { readonly open: number; readonly dueToday: number; readonly late: number; readonly waitingForApplicant: number; readonly toSign: number }
  readonly holders: readonly { readonly name: string; readonly open: number; readonly late: number }[]
  readonly outOfTurn: readonly { readonly at: number; readonly number: string; readonly who: string; readonly reason: OutOfTurnReason }[]
  readonly average: Average | null
}

const longest = 100

/** The head's view of the day: what is late, what is due, in whose hands, who took a case out of turn and why. */
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
  return office.store.transaction(async (tx) => {
    const due = async (role: 'verifier' | 'head') => tx.queue({ unit: unit.code, role, until: endOfDay, limit: longest, offset: 0 })
    const below = await tx.escalatedTo(unit.code, longest)
    const rows = [...(await due('verifier')), ...(await due('head'))].sort((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0))
    const names = await holderNames(tx, [...rows, ...below])
    const item = itemMaker(office, visitor, names, now, endOfDay)
    const items = rows.map((row) => item(row, null))
    const escalated = await Promise.all(below.map(async (row) => ({ ...item(row, null), unit: (await office.places.unit(row.unit)) ?? noUnit(row.unit) })))
    const checking = await tx.queueCounts(unit.code, 'verifier', now, endOfDay)
    const signing = await tx.queueCounts(unit.code, 'head', now, endOfDay)
    const holders = await tx.holders(unit.code, now)
    const outOfTurn = await tx.outOfTurn(unit.code, 20)
    const people = await tx.names([...new Set([...holders.map((row) => row.person), ...outOfTurn.map((row) => row.person)])])
    return {
      ok: true,
      view: {
        unit,
        late: items.filter((item) => item.late),
        dueToday: items.filter((item) => item.dueToday),
        escalated,
        counts: {
          open: checking.open + signing.open,
          dueToday: checking.dueToday + signing.dueToday,
          late: checking.late + signing.late,
          waitingForApplicant: checking.waitingForApplicant,
          toSign: signing.open,
        },
        holders: holders.map((row) => ({ name: people.get(row.person) ?? '—', open: row.open, late: row.late })),
        outOfTurn: outOfTurn.map(({ person, ...row }) => ({ ...row, who: people.get(person) ?? '—' })),
        average,
      },
    }
  })
}
