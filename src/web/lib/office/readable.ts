import type { Locale, Option } from '#office/service.ts'
import type { Answer } from '#usecases/views.ts'
import { writtenDate } from '../apply/moments.ts'

/** An answer as an officer reads it: choices by their names, one line for each of several. */
export function readable(field: { readonly widget: string; readonly options: readonly Option[] }, answer: Answer | undefined, locale: Locale): string {
  const nameOf = (value: string) => field.options.find((option) => option.value === value)?.label[locale] ?? value
  return [answer ?? []]
    .flat()
    .map((value) => (field.widget === 'date' ? writtenDate(value, locale) : nameOf(value)))
    .join('\n')
}
