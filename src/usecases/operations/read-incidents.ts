import { incidentsOf, type Incident } from '../../office/operations/incident.ts'
import type { Office } from '../ports.ts'

const shown = 20

/** What the public is told: the newest incidents, and all that are still open. Nobody's name is in it. */
export async function readIncidents(office: Pick<Office, 'store'>): Promise<readonly Incident[]> {
  return incidentsOf(await office.store.single((tx) => tx.incidentEntries(shown)))
}
