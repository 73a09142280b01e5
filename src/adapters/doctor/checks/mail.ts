import { reachMailServer } from '../../mail/reach-mail-server.ts'
import { fine, trouble, type Check } from '../check.ts'

/** A mail server that takes the office's sign-in. Without it no code, no receipt and no permit reaches anybody. */
export const mail: Check = {
  id: 'mail',
  run: async (context) => {
    if (context.smtpUrl === null) return trouble(context, 'warn', 'mail.none')
    const code = await reachMailServer(context.smtpUrl)
    const host = URL.parse(context.smtpUrl)?.host ?? ''
    if (code === null) return fine(context, 'doctor.mail.ok', { host })
    return trouble(context, 'fail', code === 'EAUTH' ? 'mail.refused' : 'mail.down', { host, code })
  },
}
