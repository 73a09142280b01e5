import { words } from '#words'
import type { Locale } from '../../office/service.ts'
import type { Checked } from '../doctor/run-doctor.ts'
import { letter, type Mail } from './write-mail.ts'

/** The daily message: what is broken first, each with what mends it. */
export function writeDoctorMail(origin: string, to: { readonly email: string; readonly locale: Locale }, checks: readonly Checked[]): Mail {
  const t = words(to.locale)
  const of = (status: Checked['status']) => checks.filter((check) => check.status === status)
  const todo = [...of('fail'), ...of('warn'), ...of('unknown')]
  const address = `${origin}/office/health`
  if (todo.length === 0) return { to: to.email, subject: t('mail.doctor.well.subject'), text: letter(to.locale, t('mail.doctor.well.body', { count: checks.length, address })) }
  const list = todo.map(({ status, message, fix }) => `${t(`doctor.status.${status}`)}: ${message}\n  ${t('doctor.mend')} ${fix}`).join('\n\n')
  const values = { fail: of('fail').length, warn: of('warn').length, unknown: of('unknown').length, count: todo.length, list, address }
  return { to: to.email, subject: t('mail.doctor.todo.subject', values), text: letter(to.locale, t('mail.doctor.todo.body', values)) }
}
