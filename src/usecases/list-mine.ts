import { tellForecast } from './forecast/tell-forecast.ts'
import { noUnit } from './officer-queue.ts'
import type { CaseRow, Office, Tx } from './ports.ts'
import type { MineItem, MineView, Visitor } from './views.ts'

/** A person's own drafts and applications, newest first. Who reads by when theirs are ready was told it: that goes on record. */
export async function listMine(office: Office, visitor: Visitor): Promise<MineView> {
  return office.store.transaction(async (tx) => {
    const [drafts, cases] = [await tx.draftsOf(visitor.person), await tx.casesOf(visitor.person)]
    const sent = new Set(cases.map((row) => row.id))
    const applications: MineItem[] = []
    for (const row of cases) applications.push(await mine(office, tx, row))
    return {
      drafts: drafts.flatMap((row) => {
        const service = office.services.current(row.service)
        return service && !sent.has(row.id) ? [{ id: row.id, service, savedAt: row.savedAt }] : []
      }),
      applications,
    }
  })
}

async function mine(office: Office, tx: Tx, row: CaseRow): Promise<MineItem> {
  const service = await office.services.at(row.service, row.serviceVersion)
  const { zone } = (await office.places.unit(row.unit)) ?? noUnit(row.unit)
  return {
    id: row.id, number: row.number, service, state: row.state, submittedAt: row.submittedAt, zone,
    deadline: row.decidedAt === null ? row.deadline : null,
    forecast: await tellForecast(office, tx, row.id),
  }
}
