import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nationalHolidays } from '../../src/adapters/holidays.ts'
import { countryZones } from './plan-year.ts'
import { simulatedServices } from './simulated-services.ts'
import { simulateYear, type Disagreement } from './simulate-year.ts'

/** How many cases come in, by zone: `SATU_PINTU_YEAR_CASES=200000` for the year of a large unit in Jakarta. */
const [inJakarta = 2_000, elsewhere = 2_000] = (process.env['SATU_PINTU_YEAR_CASES'] ?? '').split(',').filter(Boolean).map(Number)
const seed = Number(process.env['SATU_PINTU_YEAR_SEED'] ?? 42)
const holidays = [...new Set([2027, 2028].flatMap(nationalHolidays).map(({ date }) => date))]

for (const [zone, ahead] of countryZones) {
  test(`Every deadline, stop, reminder, escalation and deemed approval of a year in ${zone} is what a patient clerk says`, async (t) => {
    const year = await simulateYear({ zone, ahead, cases: zone === 'Asia/Jakarta' ? inJakarta : elsewhere, seed: seed + ahead, holidays, services: await simulatedServices() })
    t.diagnostic(`${year.cases} cases in ${year.seconds.toFixed(1)} s (${year.clerkSeconds.toFixed(1)} s of them the clerk's): ${JSON.stringify(year.compared)}; ${year.overLeapDay} over 29 February, ${year.overNewYear} over the new year`)
    assert.equal(year.disagreed, 0, year.disagreements.map((each) => tell(each, ahead)).join('\n'))
    assert.ok(Object.values(year.compared).every((count) => count > 0), 'something of every kind was compared')
    assert.ok(year.overLeapDay > 0 && year.overNewYear > 0)
  })
}

function tell({ submittedAt, turns, office, clerk, ...rest }: Disagreement, ahead: number): string {
  const local = (_: string, value: unknown) => (typeof value === 'number' && value > 1e12 ? new Date(value + ahead * 3_600_000).toISOString().slice(0, -1) : value)
  return JSON.stringify({ ...rest, submittedAt, turns, office, clerk }, local, 1)
}
