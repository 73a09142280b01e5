import type { CaseRow, Office } from '../ports.ts'

/** Whether a permit will be signed by an instant, and if not, after when it can be counted on. Epoch milliseconds. */
export type Expectation = { readonly ready: true } | { readonly ready: false; readonly after: number }

/**
 * The honest rule: a permit that is signed is ready; one that is not is counted on at its promised deadline, not a minute
 * earlier. A case that waits for its applicant's correction has no deadline: it is counted on a whole promise after now.
 */
export async function willBeReady(office: Office, row: CaseRow, at: number): Promise<Expectation> {
  if (row.state === 'approved') return { ready: true }
  const deadline = row.deadline ?? (await promisedFromNow(office, row))
  return deadline <= at && row.deadline !== null ? { ready: true } : { ready: false, after: deadline }
}

async function promisedFromNow(office: Office, row: CaseRow): Promise<number> {
  const [service, clock] = await Promise.all([office.services.at(row.service, row.serviceVersion), office.calendars.of(row.unit)])
  return clock.deadline({ submittedAt: office.now(), days: service.days, stops: [] }) ?? office.now()
}
