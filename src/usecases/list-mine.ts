import type { CaseRow, Office } from './ports.ts'
import type { MineView, Visitor } from './views.ts'

/** A person's own drafts and applications, newest first. */
export async function listMine(office: Office, visitor: Visitor): Promise<MineView> {
  const [drafts, cases] = await office.store.transaction(async (tx) => [await tx.draftsOf(visitor.person), await tx.casesOf(visitor.person)] as const)
  const sent = new Set(cases.map((row) => row.id))
  return {
    drafts: drafts.flatMap((row) => {
      const service = office.services.current(row.service)
      return service && !sent.has(row.id) ? [{ id: row.id, service, savedAt: row.savedAt }] : []
    }),
    applications: await Promise.all(cases.map((row) => mine(office, row))),
  }
}

async function mine(office: Office, row: CaseRow): Promise<MineView['applications'][number]> {
  const service = await office.services.at(row.service, row.serviceVersion)
  return { id: row.id, number: row.number, service, state: row.state, deadline: row.decidedAt === null ? row.deadline : null, submittedAt: row.submittedAt }
}
