import { openTextLine } from '../../texts/open-text-line.ts'
import { fine, trouble, type Check } from '../check.ts'

/** Of this many texts in a day, and of this share that did not arrive, something is wrong with more than a phone. */
const enough = 10
const tooMany = 0.2

/** A provider of text messages that takes the office's key, and whose texts arrive. Without it messages go by mail, but codes and answers wait. */
export const texts: Check = {
  id: 'texts',
  run: async (context) => {
    if (!context.texts) return fine(context, 'doctor.texts.ok', { host: '', count: 0, waiting: 0 })
    const host = URL.parse(context.texts.url)?.host ?? ''
    const code = await openTextLine({ ...context.texts, timeoutMs: 5_000 }).reach()
    if (code !== null) return trouble(context, 'warn', code === '401' || code === '403' ? 'texts.refused' : 'texts.down', { host, code })
    if (!context.ask) return trouble(context, 'unknown', 'no-database')
    const [sent] = await context.ask<{ handed: number; failed: number }>(
      `select count(*) filter (where f.what = 'handed-over')::int as handed, count(*) filter (where f.what = 'bounced')::int as failed
       from office.message_facts f join office.messages m on m.id = f.message
       where f.at > now() - interval '1 day' and m.route[f.attempt + 1] <> 'mail'`,
    )
    const [queue] = await context.ask<{ waiting: number }>(
      "select count(*)::int as waiting from graphile_worker.jobs where task_identifier like 'text-%' and attempts < max_attempts and run_at <= now()",
    )
    const { handed = 0, failed = 0 } = sent ?? {}
    const values = { host, count: handed, failed, waiting: queue?.waiting ?? 0 }
    const all = Math.max(handed, failed)
    return all >= enough && failed / all > tooMany ? trouble(context, 'warn', 'texts.failing', values) : fine(context, 'doctor.texts.ok', values)
  },
}
