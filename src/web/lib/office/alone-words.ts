import type { Words, WordKey } from '#words/office'
import type { Locale } from '#office/service.ts'
import type { OpenRecordView } from '#usecases/counter/resolve-record.ts'
import { refusalWords } from './refusal-words.ts'

/** What was done at the counter, in a sentence. */
export function didWords(t: Words, { does }: OpenRecordView): string {
  if (!does) return t('office.alone.does.damaged')
  switch (does.kind) {
    case 'take-in':
      return t('office.alone.does.take-in', { name: String(does.answers['name'] ?? '—') })
    case 'decide':
      return does.outcome === null ? t('office.alone.does.decide.judged') : t(`office.alone.does.decide.${does.outcome.kind}` as WordKey, { words: 'message' in does.outcome ? does.outcome.message : '' })
    case 'hand-out':
    case 'sign':
      return t(`office.alone.does.${does.kind}`, { permit: does.permit })
    default:
      return t(`office.alone.does.${does.kind}`)
  }
}

/** How the office's record stands. */
export function standsWords(t: Words, { now }: OpenRecordView): string {
  if (!now) return t('office.alone.now.none')
  const state = now.outcome ?? (now.correction ? 'correction' : now.task?.role === 'head' ? 'signing' : 'checking')
  return [t(`office.alone.now.${state}`), ...(now.holder ? [t('office.alone.now.holder', { name: now.holder })] : [])].join(', ')
}

/** Why it was not recorded, or what it waits for. */
export function whyWords(t: Words, { answer }: Pick<OpenRecordView, 'answer'>, locale: Locale): string {
  if ('commands' in answer) return t('office.alone.why.waits', { documents: answer.documents.length, commands: answer.commands.length })
  if (!('reason' in answer)) return ''
  const { reason } = answer
  const list = (parts: readonly string[]) => new Intl.ListFormat(locale === 'id' ? 'id-ID' : 'en-GB').format(parts)
  switch (reason.kind) {
    case 'Incomplete':
      return t('office.alone.why.Incomplete', { parts: list([...reason.fields, ...reason.documents]) })
    case 'DocumentRefused':
      return t('office.alone.why.DocumentRefused', { parts: list(reason.documents) })
    case 'Refused':
      return t('office.alone.why.Refused', { words: refusalWords(t, reason.refusal.kind) })
    case 'NotSigned':
      return t(`office.alone.why.NotSigned.${reason.refusal.kind}` as WordKey)
    default:
      return t(`office.alone.why.${reason.kind}`)
  }
}
