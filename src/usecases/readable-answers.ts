import type { Answers } from '../office/form.ts'
import type { Locale, Service } from '../office/service.ts'
import type { Office } from './ports.ts'

/** Answers as a person reads them: the words of choices, the names of places, dates in full, lists joined. */
export function readableAnswers(office: Office, service: Service, answers: Answers, locale: Locale): Readonly<Record<string, string>> {
  const fields = service.groups.flatMap((group) => group.fields)
  return Object.fromEntries(
    fields.map((field) => {
      const answer = answers[field.key] ?? ''
      const words = (value: string): string => {
        const option = field.options.find((each) => each.value === value)
        if (option) return option.label[locale]
        if (field.widget === 'date' && value !== '') return longDate(value, locale)
        return office.places.name(value) && field.widget === 'checkboxes' ? (office.places.name(value) ?? value) : value
      }
      return [field.key, typeof answer === 'string' ? words(answer) : answer.map(words).join(', ')]
    }),
  )
}

/** `2026-11-24` as `24 November 2026`. */
export function longDate(date: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(`${date}T00:00:00Z`))
}

/** Puts values in the place of `{name}`; an unknown name becomes nothing. */
export function fillWords(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').trim()
}
