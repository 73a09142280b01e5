import type { Office } from './ports.ts'
import type { Average, ServiceView } from './views.ts'

const averageDays = 90
const dayMs = 86_400_000
const hourMs = 3_600_000

/** Every service that can be asked for now, with its measured average. */
export async function listServices(office: Office): Promise<readonly ServiceView[]> {
  return Promise.all(office.services.list().map(async (service) => ({ service, average: await measureAverage(office, service.id) })))
}

export async function findService(office: Office, id: string): Promise<ServiceView | null> {
  const service = office.services.current(id)
  return service ? { service, average: await measureAverage(office, id) } : null
}

/** Mean working hours from submission to decision over the last 90 days, stops taken out; null when nothing was decided. */
export async function measureAverage(office: Office, service: string): Promise<Average | null> {
  const since = office.now() - averageDays * dayMs
  const measured = await office.store.reading((tx) => tx.average(service, since))
  return measured && { workingHours: measured.workingMs / hourMs, cases: measured.cases, days: averageDays }
}
