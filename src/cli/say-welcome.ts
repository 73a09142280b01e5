import type { Settings } from './read-settings.ts'

type SignIn = { readonly role: string; readonly email: string; readonly password: string; readonly totpSecret: string }

/** Ends the start: where the office is, and for the demo office how its people sign in. */
export function sayWelcome(
  say: (line: string) => void,
  facts: { readonly settings: Settings; readonly port: number; readonly signIns: readonly SignIn[]; readonly waitingMail: number | null },
): void {
  const { settings, port, signIns, waitingMail } = facts
  say('')
  say(`Satu Pintu is open: ${settings.origin}`)
  if (port !== Number(new URL(settings.origin).port || 0)) say(`  listening on ${settings.host}:${port}`)
  if (waitingMail !== null) say(`  There is no mail server (SMTP_URL): messages wait in the queue, ${waitingMail} now.`)
  if (!settings.demo) return
  say(`  the walk, and one-click sign-ins   ${settings.origin}/demo`)
  say(`  all mail that the office sent      ${settings.origin}/demo/mail`)
  say(`  staff sign in at                   ${settings.origin}/office/sign-in`)
  say('')
  for (const { role, email, password, totpSecret } of signIns) say(`  ${role.padEnd(9)} ${email.padEnd(38)} ${password}   authenticator ${totpSecret}`)
  say('')
  say('Stop it with Ctrl+C.')
}
