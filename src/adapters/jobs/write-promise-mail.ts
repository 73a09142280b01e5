import { words } from '#words'
import type { Locale } from '../../office/service.ts'
import type { PromiseMail } from '../../usecases/promises/read-promise-mail.ts'
import type { PromiseMessage } from '../../usecases/promises/promise-ports.ts'
import { longDate } from '../../usecases/readable-answers.ts'
import { dateAndTime } from '../moments.ts'
import { letter, type Mail } from './write-mail.ts'

/** The words of a message about a promise, in the reader's language and the unit's own time. Null when there is nothing to say. */
export function writePromiseMail(origin: string, to: PromiseMail['to'][number], message: PromiseMessage, facts: PromiseMail): Mail | null {
  const { locale } = to
  const t = words(locale)
  const at = (instant: number | null) => (instant === null ? '—' : dateAndTime(instant, locale, 'date-time', facts.unit.zone))
  const base = {
    number: facts.number,
    service: facts.service.name[locale],
    code: facts.code,
    unit: facts.unit.name[locale],
    deadline: at(facts.deadline),
    address: message === 'moved' || message === 'stopped' || message === 'started' ? `${origin}/applications/${facts.id}` : `${origin}/office/cases/${facts.id}`,
  }
  const mail = (subject: string, body: string): Mail => ({ to: to.email, subject, text: letter(locale, body) })
  switch (message) {
    case 'moved': {
      if (!facts.moved) return null
      const values = { ...base, day: longDate(facts.moved.day, locale), from: at(facts.moved.from), to: at(facts.moved.to) }
      return mail(t('mail.promise.moved.subject', values), t('mail.promise.moved.body', values))
    }
    case 'stopped':
    case 'started': {
      const { stop } = facts
      if (!stop || (message === 'started' && (stop.to === null || facts.deadline === null))) return null
      const values = { ...base, reason: stop.reason, from: at(stop.from), to: at(stop.to) }
      return mail(t(`mail.promise.${message}.subject`, values), t(`mail.promise.${message}.body`, values))
    }
    case 'escalated': {
      const values = { ...base, address: `${origin}/office/overview` }
      return mail(t('mail.promise.escalated.subject', values), t('mail.promise.escalated.body', values))
    }
    case 'warned': {
      const values = { ...base, basis: facts.service.deemedApproval?.basis ?? '' }
      return mail(t('mail.promise.warned.subject', values), t('mail.promise.warned.body', values))
    }
    case 'deemed': {
      const values = { ...base, permit: facts.permit ?? '', basis: facts.service.deemedApproval?.basis ?? '' }
      return mail(t('mail.promise.deemed.subject', values), t('mail.promise.deemed.body', values))
    }
    case 'lapsed': {
      const missing = missingWords(facts, locale)
      return mail(t('mail.promise.lapsed.subject', base), t('mail.promise.lapsed.body', { ...base, missing, deadline: at(facts.lapsed?.deadline ?? null) }))
    }
  }
}

function missingWords({ lapsed, service }: PromiseMail, locale: Locale): string {
  const names = (lapsed?.documents ?? []).map((key) => service.documents.find((each) => each.key === key)?.name[locale] ?? key)
  return [...names, ...(lapsed?.correction ? [words(locale)('mail.promise.lapsed.correction')] : [])].map((name) => `- ${name}`).join('\n')
}
