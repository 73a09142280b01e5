import type { Field, Locale } from '#office/service.ts'
import type { FieldError } from '#usecases/views.ts'
import type { WordKey, Words } from '#words'
import type { UploadRefused } from './take-upload.ts'

/** A field error in words: the service's own sentence where it has one, else the sentence of its kind. */
export function errorWords(t: Words, error: FieldError, field: Field, locale: Locale): string {
  if (error.message) return error.message[locale]
  return t(`error.${error.kind}` as WordKey, { widget: field.widget, ...error.values })
}

/** The lines of the summary on top of a page: which field, what is wrong, and where to go to mend it. */
export function summaryOf(
  t: Words,
  errors: readonly FieldError[],
  fields: readonly Field[],
  locale: Locale,
): readonly { readonly href: string; readonly text: string }[] {
  return errors.flatMap((error) => {
    const field = fields.find((candidate) => candidate.key === error.field)
    if (!field) return []
    return [{ href: `#${field.key}`, text: t('apply.error.at', { label: field.label[locale], words: errorWords(t, error, field, locale) }) }]
  })
}

/** Why a file was not taken and what to do about it, with the file's name when it is known. */
export function refusedWords(t: Words, refused: UploadRefused): string {
  const words = refusalWords(t, refused.kind)
  return refused.fileName === '' ? words : t('apply.documents.refused', { name: refused.fileName, words })
}

/** The sentence for a refusal. One that a page was not made for says that nothing can be done now. */
export function refusalWords(t: Words, kind: string): string {
  const key = `refusal.${kind}` as WordKey
  const words = t(key)
  return words === key ? t('refusal.ProcessRefuses') : words
}
