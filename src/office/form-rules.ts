import { compileFeel } from '../process/feel/compile-feel.ts'
import { readNik, type RegionIndex } from './nik.ts'
import type { Field, Service, Text } from './service.ts'

export type Answer = string | readonly string[]
export type Answers = Readonly<Record<string, Answer>>

/** What is wrong with an answer. `kind` names the sentence; `message` is the service's own sentence where it has one. */
export type FieldError = {
  readonly field: string
  readonly kind: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly message?: Text
}

/** Checks a service's answers: its JSON Schema (2020-12), its rules across fields (FEEL), and the NIK digit by digit. */
export type FormChecker = (answers: Answers, today: string) => readonly FieldError[]

/** What a JSON Schema says against an answer: the keyword, with the limit or the format that it names. */
export type SchemaFault = { readonly field: string; readonly keyword: string; readonly limit: number; readonly format: string }

const phone = /^(?:\+62|62|0)8?[0-9]{7,13}$/
const date = /^\d{4}-\d{2}-\d{2}$/
// What the permit can be printed with: letters of four scripts, figures, punctuation and signs; no emoji, no controls.
const printable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Mn}\p{Nd}\p{P}\p{Sc}\p{Sm}\p{Zs}²³¹°º\r\n]*$/u

/** The formats that a service's schema can ask for, besides the NIK, which is read digit by digit. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  phone: (text) => phone.test(text.replace(/[\s().-]/g, '')),
  date: isDate,
  printable: (text) => printable.test(text),
}

/**
 * Turns what a form posted into answers: text trimmed and normalised (NFC), several values for checkboxes, one entry a
 * line for lists, digits only for a NIK. Fields that are not the group's are ignored.
 */
export function readAnswers(fields: readonly Field[], entries: Readonly<Record<string, readonly string[]>>): Answers {
  return Object.fromEntries(fields.map((field) => [field.key, readAnswer(field, entries[field.key] ?? [])]))
}

function readAnswer(field: Field, values: readonly string[]): Answer {
  const clean = (text: string) => text.normalize('NFC').replace(/\r\n?/g, '\n').replaceAll('\0', '').trim()
  if (field.widget === 'checkboxes') return [...new Set(values.map(clean).filter(Boolean))]
  const text = clean(values[0] ?? '')
  if (field.widget === 'lines') return text.split('\n').map(clean).filter(Boolean)
  if (field.format === 'nik') return text.replace(/[\s.-]/g, '')
  return text
}

/**
 * The checks of a service, with its schema read by whatever reads it where this runs: compiled in the office, or word by word in
 * a browser, whose policy forbids making code. Throws when a rule is broken: that is a fault of the service.
 */
export function checkerOf(service: Pick<Service, 'groups' | 'checks'>, regions: RegionIndex, faultsOf: (answers: Answers) => readonly SchemaFault[]): FormChecker {
  const fields = new Map(service.groups.flatMap((group) => group.fields.map((field) => [field.key, field] as const)))
  const checks = service.checks.map((check) => ({ ...check, holds: compileFeel(check.when) }))
  return (answers, today) => {
    const given = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer.length > 0))
    const errors = [...schemaErrors(faultsOf(given), given, fields), ...nikErrors(fields, given, regions, today)]
    if (errors.length === 0) {
      const values = { ...Object.fromEntries([...fields.keys()].map((key) => [key, null])), ...given, today }
      for (const check of checks)
        if (check.holds(values) === true) errors.push({ field: check.field, kind: 'Check', message: check.message })
    }
    const order = [...fields.keys()]
    return firstPerField(errors).sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
  }
}

function schemaErrors(faults: readonly SchemaFault[], answers: Readonly<Record<string, Answer>>, fields: ReadonlyMap<string, Field>): FieldError[] {
  return faults.flatMap((fault) => {
    const field = fields.get(fault.field)
    return field ? [fieldError(field, fault, answers[fault.field])] : []
  })
}

function fieldError(field: Field, { keyword, limit, format }: SchemaFault, answer: Answer | undefined): FieldError {
  const kinds: Record<string, FieldError> = {
    required: { field: field.key, kind: 'Required' },
    minLength: { field: field.key, kind: 'TooShort', values: { min: limit } },
    maxLength: { field: field.key, kind: 'TooLong', values: { max: limit, is: typeof answer === 'string' ? [...answer].length : 0 } },
    minItems: { field: field.key, kind: 'Required' },
    maxItems: { field: field.key, kind: 'TooMany', values: { max: limit } },
    enum: { field: field.key, kind: 'Choice' },
    format: { field: field.key, kind: formatKinds[format] ?? 'Pattern' },
  }
  const known = kinds[keyword] ?? { field: field.key, kind: 'Pattern' }
  return known.kind === 'Pattern' && field.error ? { ...known, message: field.error } : known
}

const formatKinds: Readonly<Record<string, string>> = { phone: 'Phone', date: 'Date', printable: 'Printable' }

function nikErrors(fields: ReadonlyMap<string, Field>, answers: Record<string, Answer>, regions: RegionIndex, today: string): FieldError[] {
  return [...fields.values()].flatMap((field) => {
    const answer = answers[field.key]
    if (field.format !== 'nik' || typeof answer !== 'string') return []
    const nik = readNik(answer, regions, today)
    if (nik.ok) return []
    const [from, to] = nik.refusal.at
    return [{ field: field.key, kind: `Nik${nik.refusal.kind}`, values: { from, to } }]
  })
}

function isDate(text: string): boolean {
  if (!date.test(text)) return false
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}

function firstPerField(errors: readonly FieldError[]): FieldError[] {
  const seen = new Set<string>()
  return errors.filter((error) => !seen.has(error.field) && seen.add(error.field))
}
