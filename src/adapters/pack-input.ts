import { words, type WordKey } from '#words'
import type { Field, Locale, Service } from '../office/service.ts'
import type { PaperPackPaper } from '../usecases/paper/paper-ports.ts'
import { dateAndTime } from './moments.ts'
import { packWordKeys, type PackField, type PackInput, type PackWords } from './pdf/index.ts'

/** A service's form as it is printed to be filled in by hand, in one of the office's languages. */
export function packInput(origin: string, officeName: string, paper: PaperPackPaper): PackInput {
  const { locale, service, unit } = paper
  const t = words(locale)
  const parents = service.groups.flatMap((group) => group.fields.flatMap((field) => field.options))
  return {
    locale,
    office: { name: officeName, unit: unit.name[locale], address: unit.address },
    service: service.name[locale],
    printedAt: dateAndTime(paper.printedAt, locale, 'date-time', unit.zone),
    groups: service.groups.map((group) => ({ title: group.title[locale], intro: group.intro?.[locale] ?? null, fields: group.fields.map((field) => packField(field, parents, locale)) })),
    documents: service.documents.filter((each) => each.madeBy === 'applicant').map((each) => ({ name: each.required ? each.name[locale] : `${each.name[locale]} (${t('paper.pdf.optional')})`, hint: each.hint[locale] })),
    statement: service.statement[locale],
    promise: t('paper.pdf.promise', { days: service.days }),
    forms: paper.forms.map((form) => ({ ...form, qr: `${origin}/office/paper/${form.serial}` })),
    track: { address: `${origin}/track` },
    steps: stepsOf(t, service, locale, origin),
    words: Object.fromEntries(packWordKeys.map((key) => [key, t(`paper.pdf.${key}` as WordKey, { address: `${origin}/track`, unit: unit.name[locale], place: unit.address })])) as PackWords,
    createdAt: new Date(paper.printedAt),
  }
}

/** How many signs of handwriting stand on one line of the form's width. */
const perLine = 42
const mostLines = 8

function packField(field: Field, parents: Field['options'], locale: Locale): PackField {
  const nameOf = (group: string) => parents.find((parent) => parent.value === group)?.label[locale] ?? group
  const kind = kindOf(field)
  return {
    label: field.label[locale],
    hint: field.hint?.[locale] ?? null,
    optional: !field.required,
    kind,
    lines: linesOf(field),
    cells: field.format === 'nik' ? [6, 6, 4] : [],
    options: field.options.map(({ label, group }) => ({ label: label[locale], ...(group === undefined ? {} : { group: nameOf(group) }) })),
  }
}

function kindOf(field: Field): PackField['kind'] {
  if (field.widget === 'date') return 'date'
  if (field.options.length > 0) return 'choices'
  return field.format === 'nik' ? 'cells' : 'lines'
}

/** People seldom write half of what they may: a page of empty lines for each answer would help nobody. */
function linesOf({ widget, maxLength }: Field): number {
  if (widget === 'lines') return 5
  if (widget !== 'textarea') return (maxLength ?? 0) > 3 * perLine ? 2 : 1
  return Math.min(mostLines, Math.max(2, Math.ceil((maxLength ?? 200) / 2 / perLine)))
}

function stepsOf(t: ReturnType<typeof words>, service: Service, locale: Locale, origin: string): PackInput['steps'] {
  const values = { service: service.name[locale], address: `${origin}/office/paper` }
  return (['before', 'during', 'after'] as const).map((step) => ({
    title: t(`paper.pdf.${step}`),
    lines: t(`paper.pdf.${step}.steps`, values).split('\n').map((line) => line.trim()).filter(Boolean),
  }))
}
