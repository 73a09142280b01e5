import { isOperator } from '#usecases/operations/write-incident.ts'
import { officer } from '#web/office/officer.ts'
import { unitsOf } from '#web/office/units-of.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
  const visitor = officer(event)
  return {
    name: visitor.name,
    path: event.url.pathname,
    demo: event.locals.office.demo !== null,
    serves: (await unitsOf(event.locals.office, visitor, 'counter')).length > 0,
    checks: (await unitsOf(event.locals.office, visitor, 'verifier')).length > 0,
    runs: isOperator(visitor),
    heads: (await unitsOf(event.locals.office, visitor, 'head')).length > 0,
  }
}
