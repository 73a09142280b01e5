import { forecastCase } from '../forecast/forecast-case.ts'
import type { CaseRow, Office, Tx } from '../ports.ts'

/** Whether a permit will be signed by an instant, and if not, after when it can be counted on. Epoch milliseconds. */
export type Expectation = { readonly ready: true } | { readonly ready: false; readonly after: number }

/**
 * A permit that is signed is ready. One that is not is counted on at its promised deadline, or at the day by which the forecast
 * has it ready with 90 %, whichever comes later. A case that waits for its applicant's correction has no deadline: it is
 * counted on a whole promise after now.
 */
export async function willBeReady(office: Office, tx: Tx, row: CaseRow, at: number): Promise<Expectation> {
  if (row.state === 'approved') return { ready: true }
  if (row.deadline === null) return { ready: false, after: await promisedFromNow(office, row) }
  const forecast = await forecastCase(office, tx, row)
  const after = Math.max(row.deadline, forecast?.readyBy ?? 0)
  return after <= at ? { ready: true } : { ready: false, after }
}

async function promisedFromNow(office: Office, row: CaseRow): Promise<number> {
  const [service, clock] = await Promise.all([office.services.at(row.service, row.serviceVersion), office.calendars.of(row.unit)])
  return clock.deadline({ submittedAt: office.now(), days: service.days, stops: [] }) ?? office.now()
}
