import { worst } from '#office/operations/light.ts'
import { isOperator } from '#usecases/operations/write-incident.ts'
import { notFound } from '#web/apply/at-the-door.ts'
import { officer } from '#web/office/officer.ts'
import type { PageServerLoad } from './$types'

const byUrgency = ['fail', 'warn', 'unknown', 'ok'] as const

/** How the office is, looked at now: for those who run it. */
export const load: PageServerLoad = async (event) => {
  if (!isOperator(officer(event))) notFound()
  const { office, locale } = event.locals
  const checks = await office.examine(locale)
  return { checks: checks.toSorted((a, b) => byUrgency.indexOf(a.status) - byUrgency.indexOf(b.status)), light: worst(checks), at: office.now() }
}
