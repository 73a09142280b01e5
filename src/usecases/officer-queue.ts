import type { DutyName, Role } from '../office/application-events.ts'
import type { Refused } from './act-on-case.ts'
import { forecastCase, type CaseForecast } from './forecast/forecast-case.ts'
import type { CaseRow, Office, Tx } from './ports.ts'
import type { QueueItem, QueueView, UnitView, Visitor } from './views.ts'

export type NoDuty = { readonly kind: 'NoDuty' }
export const pageSize = 50

/** The fair queue of a unit and duty: oldest deadline first, who is next, what is due today, what is late. */
export async function officerQueue(
  office: Office,
  visitor: Visitor,
  asked: { readonly unit: string; readonly role: Role; readonly page: number },
): Promise<{ readonly ok: true; readonly view: QueueView } | Refused<NoDuty>> {
  const unit = await office.places.unit(asked.unit)
  if (!unit || !hasDuty(visitor, asked.unit, asked.role)) return { ok: false, refusal: { kind: 'NoDuty' } }
  const now = office.now()
  const endOfDay = await endOfToday(office, asked.unit)
  const page = Math.max(1, Math.floor(asked.page) || 1)
  return office.store.transaction(async (tx) => {
    const line = { unit: asked.unit, role: asked.role }
    const counts = await tx.queueCounts(asked.unit, asked.role, now, endOfDay)
    const rows = await tx.queue({ ...line, limit: pageSize, offset: (page - 1) * pageSize })
    const mine = await tx.queue({ ...line, holder: visitor.person, limit: pageSize, offset: 0 })
    const next = await tx.nextInLine(asked.unit, asked.role, visitor.person)
    const item = await itemMaker(office, tx, visitor, [...rows, ...mine], { now, endOfDay })
    let place = (page - 1) * pageSize
    const items = rows.map((row) => item(row, row.holder === null ? (row.id === next ? 1 : (place += 1) + 1) : null))
    return {
      ok: true,
      view: {
        unit,
        role: asked.role,
        items,
        mine: mine.map((row) => item(row, null)),
        counts,
        page,
        pages: Math.max(1, Math.ceil(counts.open / pageSize)),
      },
    }
  })
}

export function hasDuty(visitor: Visitor, unit: string, role?: DutyName): boolean {
  return visitor.kind === 'staff' && visitor.duties.some((duty) => duty.unit === unit && (role === undefined || duty.duty === role))
}

/** The last instant of the unit's working day today. */
export async function endOfToday(office: Office, unit: string): Promise<number> {
  const clock = await office.calendars.of(unit)
  return clock.endOfDay(office.now())
}

async function holderNames(tx: Tx, rows: readonly CaseRow[]): Promise<ReadonlyMap<string, string>> {
  const holders = new Set(rows.flatMap((row) => (row.holder === null ? [] : [row.holder])))
  return holders.size === 0 ? new Map<string, string>() : tx.names([...holders])
}

/** Makes lines of a list from the rows of cases that are given: with who holds them, and by when they will be ready. */
export async function itemMaker(
  office: Office,
  tx: Tx,
  visitor: Visitor,
  rows: readonly CaseRow[],
  { now, endOfDay }: { readonly now: number; readonly endOfDay: number },
): Promise<(row: CaseRow, place: number | null) => QueueItem> {
  const names = await holderNames(tx, rows)
  const forecasts = new Map<string, CaseForecast | null>()
  const zones = new Map<string, string>()
  for (const row of rows) {
    if (!forecasts.has(row.id)) forecasts.set(row.id, await forecastCase(office, tx, row))
    if (!zones.has(row.unit)) zones.set(row.unit, ((await office.places.unit(row.unit)) ?? noUnit(row.unit)).zone)
  }
  return (row, place) => {
    const deadline = row.deadline ?? now
    return {
      id: row.id,
      number: row.number,
      service: row.service,
      serviceName: office.services.current(row.service)?.name ?? { id: row.service, en: row.service },
      task: row.task ?? '',
      submittedAt: row.submittedAt,
      deadline,
      zone: zones.get(row.unit) ?? noUnit(row.unit).zone,
      forecast: forecasts.get(row.id) ?? null,
      late: deadline < now,
      dueToday: deadline >= now && deadline <= endOfDay,
      holder: row.holder === null ? null : (names.get(row.holder) ?? '—'),
      mine: row.holder === visitor.person,
      since: row.since,
      handed: row.handed && row.holder !== null,
      place,
      returned: row.returned,
      corrected: row.corrected,
      escalated: row.escalated,
      lapsed: row.lapsed,
    }
  }
}

export function noUnit(code: string): UnitView {
  return { code, name: { id: code, en: code }, address: '', zone: 'Asia/Jakarta' }
}
