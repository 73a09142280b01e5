import { readdirSync, readFileSync } from 'node:fs'
import { evaluate } from 'feelin'
import { readDuration } from '../feel/temporals.ts'

/** One case of the public DMN Technology Compatibility Kit: what goes into a model, and what each decision must say. */
export type TckCase = {
  readonly model: string
  /** The other models of the folder, which it may import. */
  readonly imported: readonly string[]
  readonly id: string
  readonly inputs: Readonly<Record<string, unknown>>
  /** What each must say; of a service with several outputs, `part` is the output that is meant. */
  readonly expected: readonly { readonly decision: string; readonly part: string | undefined; readonly value: unknown }[]
}

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: Element[]; text: string }

/** Reads the cases of one folder of the kit, each with the text of the model that it asks. */
export function readTckCases(folder: URL): readonly TckCase[] {
  const files = readdirSync(folder)
  const models = new Map(files.filter((file) => file.endsWith('.dmn')).map((file) => [file, readFileSync(new URL(encodeURIComponent(file), folder), 'utf8')]))
  return files
    .filter((file) => file.endsWith('.xml'))
    .map((file) => parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8')))
    .flatMap((top) => {
      const wanted = top.children.find(named('modelName'))?.text.trim() ?? ''
      const model = models.get(wanted) ?? [...models.values()][0]!
      const imported = model.includes('<import') || /<\w+:import/.test(model) ? [...models.values()].filter((each) => each !== model) : []
      return top.children.filter(named('testCase')).map((found) => ({
        model,
        imported,
        id: found.attributes['id'] ?? '',
        inputs: Object.fromEntries(found.children.filter(named('inputNode')).toReversed().flatMap((node) => inputNames(node).map((name) => [name, valueOf(node)]))),
        expected: expectedOf(found),
      }))
    })
}

/** An input that is given for a file stands with that file's namespace before it; the first of a name is also any file's. */
const inputNames = ({ attributes: { name = '', namespace } }: Element): readonly string[] => (namespace === undefined ? [name] : [name, `${namespace}#${name}`])

function expectedOf(found: Element): TckCase['expected'] {
  const nodes = found.children.filter(named('resultNode'))
  const asked = found.attributes['type'] === 'decision' ? undefined : found.attributes['invocableName']
  return nodes.map((node) => {
    const name = node.attributes['name'] ?? ''
    return { decision: asked ?? name, part: asked !== undefined && nodes.length > 1 ? name : undefined, value: valueOf(node.children.find(named('expected'))) }
  })
}

const named = (name: string) => (element: Element) => element.name === name

function valueOf(element: Element | undefined): unknown {
  if (!element) return null
  const components = element.children.filter(named('component'))
  if (components.length > 0) return Object.fromEntries(components.map((component) => [component.attributes['name'], valueOf(component)]))
  const list = element.children.find(named('list'))
  if (list) return list.children.filter(named('item')).map(valueOf)
  const value = element.children.find(named('value'))
  if (!value || value.attributes['nil'] === 'true') return null
  const written = value.text.trim()
  switch (value.attributes['type']?.replace(/^\w+:/, '')) {
    case 'string':
      return value.text
    case 'boolean':
      return written === 'true'
    case 'date':
      return evaluate(`date("${written}")`, {}).value
    case 'time':
      return evaluate(`time("${written}")`, {}).value
    case 'dateTime':
      return evaluate(`date and time("${written}")`, {}).value
    case 'duration':
      return evaluate(`duration("${written}")`, {}).value ?? readDuration(written)
    case undefined:
      return guess(value.text)
    default:
      return Number(written)
  }
}

/** Some of the older cases leave the type of a value to be seen. */
function guess(text: string): unknown {
  const written = text.trim()
  return written === 'true' || written === 'false' ? written === 'true' : /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : text
}

/** Enough of an XML reader for the kit's own files. Prefixes are dropped. */
function parse(xml: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  for (const [, close, name, attributes, empty, text] of xml.replace(/<\?.*?\?>|<!--[\s\S]*?-->/g, '').matchAll(/<(\/?)([\w:-]+)([^>]*?)(\/?)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1)!.text += decode(text)
    else if (close) open.pop()
    else {
      const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [withoutPrefix(key!), decode(value!)])
      const element: Element = { name: withoutPrefix(name!), attributes: Object.fromEntries(pairs), children: [], text: '' }
      open.at(-1)!.children.push(element)
      if (!empty) open.push(element)
    }
  }
  return top.children[0]!
}

const withoutPrefix = (name: string) => name.replace(/^.*:/, '')
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const decode = (text: string) => text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
