import type { Field } from '#office/service.ts'
import type { PageState } from '#usecases/save-answers.ts'
import type { Answer } from '#usecases/views.ts'

/** All values of a form by the field that they belong to, as they were typed. */
export type Entries = Record<string, string[]>

/**
 * Takes what a form posted and gives every field's values, exactly as typed. A date comes in three parts
 * (`start-day`, `start-month`, `start-year`) and leaves as one `YYYY-MM-DD`; parts that are no date stay as they are
 * (`2026-2-xx`), so that the check can refuse them and the page can show them again.
 */
export function readEntries(form: FormData, fields: readonly Field[]): Entries {
  return Object.fromEntries(fields.map((field) => [field.key, readField(form, field)]))
}

function readField(form: FormData, field: Field): string[] {
  if (field.widget === 'date' && !form.has(field.key)) return [joinDate(form, field.key)]
  return form.getAll(field.key).filter((value) => typeof value === 'string')
}

function joinDate(form: FormData, key: string): string {
  const part = (name: string, width: number) => {
    const typed = String(form.get(`${key}-${name}`) ?? '').trim().replaceAll('-', '')
    return /^\d+$/.test(typed) ? typed.padStart(width, '0') : typed
  }
  const parts = [part('year', 1), part('month', 2), part('day', 2)]
  return parts.every((typed) => typed === '') ? '' : parts.join('-')
}

/** The parts of a stored date as they are typed again; empty where there is nothing yet. */
export function dateParts(value: Answer | undefined): { readonly day: string; readonly month: string; readonly year: string } {
  const [year = '', month = '', day = ''] = String(value ?? '').split('-')
  return { day: day.replace(/^0(?=\d)/, ''), month: month.replace(/^0(?=\d)/, ''), year }
}

/** What a form showed, as answers: what the page fills in again after a refusal. */
export function answersOf(entries: Entries, fields: readonly Field[]): Record<string, Answer> {
  return Object.fromEntries(
    fields.map((field) => {
      const values = entries[field.key] ?? []
      return [field.key, field.widget === 'checkboxes' ? values : (values[0] ?? '')]
    }),
  )
}

/**
 * What the page's script says of the fields: which were touched, and how many milliseconds ago. Null without script; the
 * parts of a date count for the date.
 */
export function readPageState(form: FormData, fields: readonly Field[]): PageState | null {
  const edited = readJson(form.get('_edited'))
  const base = Number(form.get('_base'))
  if (edited === null || !Number.isFinite(base)) return null
  const age = (key: string) => Object.entries(edited).flatMap(([name, ms]) => (name === key || dateNames(key).includes(name) ? [Number(ms) || 0] : []))
  return { base, ages: Object.fromEntries(fields.flatMap(({ key }) => (age(key).length > 0 ? [[key, Math.min(...age(key))]] : []))) }
}

const dateNames = (key: string) => ['day', 'month', 'year'].map((part) => `${key}-${part}`)

function readJson(text: unknown): object | null {
  try {
    const value: unknown = JSON.parse(String(text))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
