import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ModelError, readDecisions, readProcess, type Process } from '../../process/index.ts'
import type { Field, FormGroup, Option, Service, Text } from '../../office/service.ts'
import type { Regions } from '../regions.ts'
import { readPromise, type PromiseFacts } from './read-promise.ts'

/** Minutes of a decision where a service says nothing of its own. */
const usualMinutes = { verifier: 20, head: 5 }

/** The files of one service's folder, by name. This is what a published version keeps. */
export type ServiceFiles = Readonly<Record<string, string>>

/** Reads a service's folder as text. Only the five kinds of file that a service is made of. */
export async function readServiceFiles(folder: string): Promise<ServiceFiles> {
  const names = (await readdir(folder)).filter((name) => /\.(ya?ml|json|bpmn|dmn)$/.test(name)).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)))
}

/** The name of a version: digest of every file's name and text. The same files have the same version everywhere. */
export function versionOf(files: ServiceFiles): string {
  const hash = createHash('sha256')
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0${files[name]}\0`)
  return hash.digest('hex').slice(0, 12)
}

/** Jobs wake a case once for each timer; one that comes again and again would need to know when it was set. */
function refuseRepeating(process: Process): void {
  const repeating = [...process.nodes.values()].filter(({ does }) => 'dueKind' in does ? does.dueKind === 'cycle' : does.kind === 'start' && does.trigger?.on === 'timer' && does.trigger.dueKind === 'cycle')
  if (repeating.length > 0) throw new ModelError(repeating.map(({ id }) => ({ element: id, reason: 'A timer that repeats is not served by the office: give it a date or a duration.' })))
}

/** Makes a service of its files. Throws with the file and the place when one is missing, broken or can't be run. */
export async function compileService(files: ServiceFiles, regions: Regions): Promise<Service> {
  const facts = parse(need(files, 'service.yaml')) as Facts
  const schema = JSON.parse(need(files, 'form.schema.json')) as FormSchema
  const decisions = await readDecisions(need(files, 'decisions.dmn'))
  const process = await readProcess(need(files, 'process.bpmn'), { decisions })
  refuseRepeating(process)
  const promise = readPromise(facts, process)
  return {
    id: facts.id,
    code: facts.code,
    version: versionOf(files),
    kind: facts.kind,
    name: facts.name,
    summary: facts.summary,
    keywords: facts.keywords ?? [],
    who: facts.who,
    oneDayService: facts.one_day_service ?? false,
    capacity: { verifier: facts.capacity?.check ?? usualMinutes.verifier, head: facts.capacity?.sign ?? usualMinutes.head },
    days: facts.days,
    fee: facts.fee,
    validity: facts.validity,
    level: facts.level,
    legalBasis: facts.legal_basis,
    documents: facts.documents.map(({ made_by, ...document }) => ({ ...document, madeBy: made_by ?? 'applicant' })),
    steps: facts.steps,
    groups: schema['x-groups'].map((group) => formGroup(group, schema, regions)),
    schema,
    checks: facts.checks ?? [],
    rejectionReasons: facts.rejection_reasons.map(({ legal_basis, ...reason }) => ({ ...reason, legalBasis: legal_basis })),
    ...promise,
    offlineSigning: facts.offline_signing ?? false,
    numbers: facts.numbers,
    statement: facts.statement,
    permit: {
      title: facts.permit.title,
      intro: facts.permit.intro,
      facts: facts.permit.facts,
      terms: facts.permit.terms,
      validity: facts.permit.validity,
      validFrom: facts.permit.valid_from,
      validUntil: facts.permit.valid_until,
      publicFacts: facts.permit.public_facts,
    },
    process,
  }
}

type Facts = Omit<Service, 'version' | 'oneDayService' | 'capacity' | 'legalBasis' | 'documents' | 'groups' | 'schema' | 'checks' | 'rejectionReasons' | 'permit' | 'process' | 'keywords' | 'escalation' | 'deemedApproval' | 'offlineSigning'> &
  PromiseFacts & {
  readonly keywords?: readonly string[]
  readonly one_day_service?: boolean
  readonly offline_signing?: boolean
  readonly capacity?: { readonly check?: number; readonly sign?: number }
  readonly legal_basis: Service['legalBasis']
  readonly documents: readonly (Omit<Service['documents'][number], 'madeBy'> & { readonly made_by?: 'applicant' | 'system' })[]
  readonly checks?: Service['checks']
  readonly rejection_reasons: readonly (Omit<Service['rejectionReasons'][number], 'legalBasis'> & { readonly legal_basis: string })[]
  readonly permit: Omit<Service['permit'], 'validFrom' | 'validUntil' | 'publicFacts'> & {
    readonly valid_from: string
    readonly valid_until: string
    readonly public_facts: Service['permit']['publicFacts']
  }
}

type FormSchema = {
  readonly required?: readonly string[]
  readonly properties: Readonly<Record<string, Property>>
  readonly 'x-groups': readonly { readonly key: string; readonly title: Text; readonly officeTitle?: Text; readonly intro?: Text; readonly fields: readonly string[] }[]
}

type Property = {
  readonly format?: string
  readonly maxLength?: number
  readonly enum?: readonly string[]
  readonly items?: { readonly enum?: readonly string[] }
  readonly 'x-label': Text
  readonly 'x-office-label'?: Text
  readonly 'x-hint'?: Text
  readonly 'x-widget'?: Field['widget']
  readonly 'x-options'?: Readonly<Record<string, Text>>
  readonly 'x-options-from'?: 'cities' | 'districts'
  readonly 'x-autocomplete'?: string
  readonly 'x-inputmode'?: string
  readonly 'x-error'?: Text
}

function formGroup(group: FormSchema['x-groups'][number], schema: FormSchema, regions: Regions): FormGroup {
  const fields = group.fields.map((key): Field => {
    const property = schema.properties[key]
    if (!property) throw new Error(`form.schema.json: group ${group.key} names a field ${key} that is not there.`)
    return {
      key,
      label: property['x-label'],
      officeLabel: property['x-office-label'] ?? null,
      hint: property['x-hint'] ?? null,
      format: property.format ?? null,
      widget: property['x-widget'] ?? 'text',
      required: schema.required?.includes(key) ?? false,
      maxLength: property.maxLength ?? null,
      options: optionsOf(property, regions),
      autocomplete: property['x-autocomplete'] ?? null,
      inputmode: property['x-inputmode'] ?? null,
      error: property['x-error'] ?? null,
    }
  })
  return { key: group.key, title: group.title, officeTitle: group.officeTitle ?? null, intro: group.intro ?? null, fields }
}

function optionsOf(property: Property, regions: Regions): readonly Option[] {
  const same = (name: string): Text => ({ id: name, en: name })
  const values = property.enum ?? property.items?.enum ?? []
  switch (property['x-options-from']) {
    case 'cities':
      return values.map((code) => ({ value: code, label: same(regions.name(code) ?? code) }))
    case 'districts':
      return jakartaCities(regions).flatMap((city) =>
        regions.districtsOf(city.code).map((district) => ({ value: district.code, label: same(district.name), group: city.name })),
      )
    default:
      return values.map((value) => ({ value, label: property['x-options']?.[value] ?? same(value) }))
  }
}

function jakartaCities(regions: Regions): readonly { readonly code: string; readonly name: string }[] {
  return regions.citiesOf('31')
}

function need(files: ServiceFiles, name: string): string {
  const text = files[name]
  if (text === undefined) throw new Error(`The service has no ${name}.`)
  return text
}
