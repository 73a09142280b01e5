import type { Field, Locale } from '#office/service.ts'
import type { Answer } from '#usecases/views.ts'
import { writtenDate } from './moments.ts'

/**
 * An answer as people read it, one line for each value: the words of the options, a date written out. Empty when
 * nothing was answered. A value that is no option or no date is shown as it is. Many choices share one line.
 */
export function answerLines(field: Field, answer: Answer | undefined, locale: Locale): readonly string[] {
  const values = (typeof answer === 'string' ? [answer] : (answer ?? [])).filter((value) => value !== '')
  if (field.widget === 'date') return values.map((value) => writtenDate(value, locale))
  if (field.options.length === 0) return values
  const labels = values.map((value) => field.options.find((option) => option.value === value)?.label[locale] ?? value)
  return labels.length > 6 ? [labels.join(', ')] : labels
}
