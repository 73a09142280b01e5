import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema'
import { checkerOf, formats, type Answers, type FormChecker, type SchemaFault } from '../form-rules.ts'
import type { RegionIndex } from '../nik.ts'
import type { Service } from '../service.ts'

/** What a counter that works alone has of a service: what it asks, what it checks, and what the receipt says. */
export type CounterService = Pick<Service, 'id' | 'version' | 'name' | 'days' | 'documents' | 'groups' | 'schema' | 'checks' | 'statement'>

export function counterService({ id, version, name, days, documents, groups, schema, checks, statement }: Service): CounterService {
  return { id, version, name, days, documents, groups, schema, checks, statement }
}

/**
 * The same checks as `compileForm`, with the schema read word by word: the policy of the pages forbids a browser to make
 * code of it. What passes here can still be refused by the office, and then goes to a person.
 */
export function readForm(service: Pick<Service, 'schema' | 'groups' | 'checks'>, regions: RegionIndex): FormChecker {
  const schema = service.schema as Schema
  const validator = new Validator(schema, '2020-12', false)
  return checkerOf(service, regions, (answers) => {
    const { errors } = validator.validate(answers)
    return [...errors.flatMap((error) => faultsOf(schema, error, answers)), ...formatFaults(schema, answers)]
  })
}

/** Keywords that only say that something below them is wrong, and formats, which are the office's own. */
const others = new Set(['properties', 'items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', '$ref', 'format'])

function faultsOf(schema: Schema, { keyword, keywordLocation, instanceLocation }: OutputUnit, answers: Answers): readonly SchemaFault[] {
  const value = at(schema, keywordLocation)
  if (keyword === 'required') return listOf(value).filter((key) => answers[key] === undefined).map((field) => ({ field, keyword, limit: Number.NaN, format: '' }))
  const field = instanceLocation.split('/')[1] ?? ''
  return others.has(keyword) ? [] : [{ field, keyword, limit: Number(value), format: '' }]
}

function formatFaults(schema: Schema, answers: Answers): readonly SchemaFault[] {
  return Object.entries(answers).flatMap(([field, answer]) => {
    const property = schema.properties?.[field] as Schema | undefined
    const format = String((typeof answer === 'string' ? property?.format : (property?.items as Schema | undefined)?.format) ?? '')
    const isRight = formats[format]
    return !isRight || [answer].flat().every((each) => isRight(each)) ? [] : [{ field, keyword: 'format', limit: Number.NaN, format }]
  })
}

/** What stands at a JSON pointer of the schema; undefined when it leads through a reference. */
function at(schema: Schema, pointer: string): unknown {
  const parts = pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return parts.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined), schema)
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
