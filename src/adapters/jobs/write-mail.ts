import { words } from '#words'
import type { Job } from '../../usecases/ports.ts'
import type { MailFacts, ReminderFacts } from '../../usecases/read-for-mail.ts'
import type { Locale } from '../../office/service.ts'
import { dateAndTime } from '../moments.ts'

export type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly attachments?: readonly { readonly filename: string; readonly content: Uint8Array; readonly contentType: string }[]
}

type Message = Extract<Job, { task: 'mail' }>['message']

/** The words of a message about a case, in the reader's language. Null when there is nothing (any more) to say. */
export function writeMail(origin: string, message: Message, facts: MailFacts, receipt: Uint8Array | null): Mail | null {
  const { locale } = facts
  const t = words(locale)
  const service = facts.service.name[locale]
  const base = { number: facts.number, service, code: facts.code }
  const address = `${origin}/applications/${facts.id}`
  const pdf = (filename: string, content: Uint8Array) => [{ filename, content, contentType: 'application/pdf' }]
  switch (message) {
    case 'receipt': {
      const deadline = facts.deadline === null ? t('mail.receipt.pdf.stopped') : dateAndTime(facts.deadline, locale)
      return {
        to: facts.to,
        subject: t('mail.receipt.subject', base),
        text: letter(locale, t('mail.receipt.body', { ...base, deadline, address: `${origin}/track` })),
        ...(receipt ? { attachments: pdf(`${facts.number}.pdf`, receipt) } : {}),
      }
    }
    case 'correction':
      if (facts.correction === null) return null
      return {
        to: facts.to,
        subject: t('mail.correction.subject', base),
        text: letter(locale, t('mail.correction.body', { ...base, message: facts.correction, address: `${address}/correct` })),
      }
    case 'rejected': {
      const known = facts.service.rejectionReasons.filter((reason) => facts.reasons.includes(reason.key))
      const reasons = known.map((reason) => `- ${reason.text[locale]} (${reason.legalBasis})`).join('\n')
      return { to: facts.to, subject: t('mail.rejected.subject', base), text: letter(locale, t('mail.rejected.body', { ...base, reasons, address })) }
    }
    case 'permit': {
      if (facts.permit === null) return null
      const values = { ...base, permit: facts.permit.number, address: `${origin}/verify/${facts.permit.number}` }
      return {
        to: facts.to,
        subject: t('mail.permit.subject', values),
        text: letter(locale, t('mail.permit.body', values)),
        attachments: pdf(`${facts.permit.number}.pdf`, facts.permit.pdf),
      }
    }
    case 'withdrawn':
      return { to: facts.to, subject: t('mail.withdrawn.subject', base), text: letter(locale, t('mail.withdrawn.body', base)) }
  }
}

export function writeReminder(origin: string, to: ReminderFacts['to'][number], facts: ReminderFacts): Mail {
  const t = words(to.locale)
  const values = {
    number: facts.number,
    service: facts.service.name[to.locale],
    deadline: facts.deadline === null ? '—' : dateAndTime(facts.deadline, to.locale),
    address: `${origin}/office/cases/${facts.id}`,
  }
  return { to: to.email, subject: t('mail.reminder.subject', values), text: letter(to.locale, t('mail.reminder.body', values)) }
}

export function writeCode(to: string, code: string, locale: Locale): Mail {
  const t = words(locale)
  return { to, subject: t('mail.code.subject', { code }), text: letter(locale, t('mail.code.body', { code })) }
}

export function writeStaffHint(origin: string, to: string, locale: Locale): Mail {
  const t = words(locale)
  return { to, subject: t('mail.staff.subject'), text: letter(locale, t('mail.staff.body', { address: `${origin}/office/sign-in` })) }
}

/** Greeting, body, closing and the note that nobody asks for codes. */
export function letter(locale: Locale, body: string): string {
  const t = words(locale)
  return [t('mail.greeting'), body, t('mail.closing'), `--\n${t('mail.footer')}`].join('\n\n')
}
