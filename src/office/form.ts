import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { checkerOf, formats, type FormChecker, type SchemaFault } from './form-rules.ts'
import type { RegionIndex } from './nik.ts'
import type { Service } from './service.ts'

export { readAnswers, type Answer, type Answers, type FieldError, type FormChecker } from './form-rules.ts'

/** Compiles the checks of a service once. Throws when its schema or a rule is broken: that is a fault of the service. */
export function compileForm(service: Pick<Service, 'schema' | 'groups' | 'checks'>, regions: RegionIndex): FormChecker {
  const ajv = new Ajv2020({ allErrors: true, strict: false, unicodeRegExp: true })
  ajv.addFormat('nik', true)
  for (const [name, holds] of Object.entries(formats)) ajv.addFormat(name, holds)
  const validate = ajv.compile(service.schema)
  return checkerOf(service, regions, (answers) => (validate(answers) ? [] : (validate.errors ?? []).map(faultOf)))
}

function faultOf({ keyword, params, instancePath }: ErrorObject): SchemaFault {
  const field = keyword === 'required' ? String(params['missingProperty']) : (instancePath.split('/')[1] ?? '')
  return { field, keyword, limit: Number(params['limit']), format: String(params['format']) }
}
