import type { IncidentEntry } from '../../office/operations/incident.ts'

/** What the use cases of incidents read and write in a transaction. */
export type IncidentTx = {
  /** Adds to the log; nothing in it is ever changed. */
  saveIncidentEntry(entry: IncidentEntry & { readonly person: string }): Promise<void>
  /** Everything said about the newest incidents, and about all that are open. */
  incidentEntries(limit: number): Promise<readonly IncidentEntry[]>
  entriesOfIncident(incident: string): Promise<readonly IncidentEntry[]>
  /** One after another: an incident is closed once. */
  lockIncident(incident: string): Promise<void>
  /** Who runs the system on a day (`YYYY-MM-DD`), in whichever unit. */
  operators(today: string): Promise<readonly string[]>
}
