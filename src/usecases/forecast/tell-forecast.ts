import type { Office, Tx } from '../ports.ts'
import { forecastCase, type CaseForecast } from './forecast-case.ts'

/**
 * Forecasts a case for somebody who reads it, and puts on record what they were told, once a case and day, to be held
 * against what comes of it (`readReliability`). Null where nothing can be told.
 */
export async function tellForecast(office: Office, tx: Tx, id: string): Promise<CaseForecast | null> {
  const row = await tx.caseRow(id)
  const forecast = row && (await forecastCase(office, tx, row))
  if (!row || !forecast) return null
  await tx.saveTold({ application: row.id, unit: row.unit, day: office.today(), at: office.now(), deadline: row.deadline, ...forecast })
  return forecast
}

