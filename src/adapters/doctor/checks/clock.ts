import { databaseCheck, fine, trouble } from '../check.ts'

const warnSeconds = 5
const failSeconds = 60

/**
 * This machine's clock against the database's, which deadlines are reckoned by, and against this program's own steady
 * counter and the newest fact on the record: a clock that was set back or ahead shows in one of the three.
 */
export const clock = databaseCheck('clock', async (context, ask) => {
  const asked = context.now()
  const rows = await ask<{ at: number; newest: number | null }>(
    `select extract(epoch from clock_timestamp())::float8 * 1000 as at,
       (select extract(epoch from at)::float8 * 1000 from office.events order by position desc limit 1) as newest`,
  )
  const { at = asked, newest = null } = rows[0] ?? {}
  const apart = Math.abs((asked + context.now()) / 2 - at) / 1000
  if (apart >= warnSeconds) return trouble(context, apart < failSeconds ? 'warn' : 'fail', 'clock.apart', { seconds: Math.round(apart) })
  if (newest !== null && newest > at + failSeconds * 1000) return trouble(context, 'fail', 'clock.back', { minutes: Math.ceil((newest - at) / 60_000) })
  const jumped = Math.abs(context.now() - (performance.timeOrigin + performance.now())) / 1000
  if (jumped >= failSeconds) return trouble(context, 'warn', 'clock.jumped', { minutes: Math.ceil(jumped / 60) })
  return fine(context, 'doctor.clock.ok')
})
