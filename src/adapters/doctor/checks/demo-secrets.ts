import { databaseCheck, fine, trouble } from '../check.ts'

/** Accounts of the demo office have printed passwords: in a real one they are doors that stand open. */
export const demoSecrets = databaseCheck('demo-secrets', async (context, ask) => {
  const rows = await ask<{ count: number }>(`select count(*)::int as count from identity."user" where email like '%@demo.satupintu.example'`)
  const count = rows[0]?.count ?? 0
  if (count === 0) return fine(context, 'doctor.demo-secrets.ok')
  return context.demo ? trouble(context, 'warn', 'demo-secrets.demo') : trouble(context, 'fail', 'demo-secrets.open', { count })
})
