import { databaseCheck, fine, trouble } from '../check.ts'

/** Who gets the daily message and may write on the status page: at least two, so that one may be away. */
export const operators = databaseCheck('operators', async (context, ask) => {
  const rows = await ask<{ count: number }>(
    `select count(distinct person)::int as count from office.duties
     where duty = 'operator' and valid_from <= current_date and (valid_until is null or valid_until >= current_date)`,
  )
  const count = rows[0]?.count ?? 0
  if (count === 0) return trouble(context, 'fail', 'operators.none')
  return count === 1 ? trouble(context, 'warn', 'operators.one') : fine(context, 'doctor.operators.ok', { count })
})
