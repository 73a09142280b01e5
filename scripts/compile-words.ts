// Makes functions of the message catalogues: messages/*.{id,en}.json -> src/words. Both languages must say the same
// things with the same values; a key that is missing in one of them stops the build.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import MessageFormat from '@messageformat/core'
import compileModule from '@messageformat/core/lib/compile-module.js'
import { parse, type Token } from '@messageformat/parser'

type Locale = 'id' | 'en'
type Catalogue = Record<string, string>

const root = new URL('../', import.meta.url)
const locales: readonly Locale[] = ['id', 'en']
/** Staff pages are hydrated: they carry these words only. */
const staffKeys = /^(office|common|event|refusal|track\.state)\./

/** Writes src/words and gives the number of keys. Throws a list of all differences between the languages. */
export async function compileWords(): Promise<number> {
  const catalogues = { id: await readCatalogue('id'), en: await readCatalogue('en') }
  const problems = [...differences(catalogues)]
  if (problems.length > 0) throw new Error(`The catalogues in messages/ do not agree:\n  ${problems.join('\n  ')}`)
  const keys = Object.keys(catalogues.id).sort()
  const folder = new URL('src/words/', root)
  await mkdir(folder, { recursive: true })
  const files: Record<string, string> = {
    'index.js': index('id.js', 'en.js', 'words'),
    'index.d.ts': types(keys, 'words'),
    'office.js': index('office.id.js', 'office.en.js', 'officeWords'),
    'office.d.ts': types(keys.filter((key) => staffKeys.test(key)), 'officeWords'),
  }
  for (const locale of locales) {
    files[`${locale}.js`] = moduleOf(locale, catalogues[locale], () => true)
    files[`office.${locale}.js`] = moduleOf(locale, catalogues[locale], (key) => staffKeys.test(key))
  }
  for (const [name, text] of Object.entries(files)) await writeChanged(new URL(name, folder), name.endsWith('.js') ? `// @ts-nocheck\n${text}` : text)
  return keys.length
}

async function readCatalogue(locale: Locale): Promise<Catalogue> {
  const folder = new URL('messages/', root)
  const names = (await readdir(folder)).filter((name) => name.endsWith(`.${locale}.json`)).sort()
  const catalogue: Catalogue = {}
  for (const name of names)
    for (const [key, text] of Object.entries(JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Catalogue)) {
      if (key in catalogue) throw new Error(`messages/${name}: ${key} is in another catalogue too.`)
      catalogue[key] = text
    }
  return catalogue
}

function* differences({ id, en }: Record<Locale, Catalogue>): Generator<string> {
  for (const key of Object.keys(id)) if (!(key in en)) yield `${key} is not in English`
  for (const key of Object.keys(en)) if (!(key in id)) yield `${key} is not in Indonesian`
  for (const [key, text] of Object.entries(id)) {
    const other = en[key]
    if (other === undefined) continue
    const [here, there] = [valuesOf(key, text), valuesOf(key, other)]
    if (here !== there) yield `${key} takes {${here}} in Indonesian and {${there}} in English`
  }
}

function valuesOf(key: string, text: string): string {
  const names = new Set<string>()
  const walk = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if ('arg' in token) names.add(token.arg)
      if ('cases' in token) for (const each of token.cases) walk(each.tokens)
    }
  }
  try {
    walk(parse(text))
  } catch (error) {
    throw new Error(`${key}: ${error instanceof Error ? error.message : String(error)}`)
  }
  return [...names].sort().join(', ')
}

function moduleOf(locale: Locale, catalogue: Catalogue, wanted: (key: string) => boolean): string {
  const chosen = Object.fromEntries(Object.entries(catalogue).filter(([key]) => wanted(key)))
  return compileModule(new MessageFormat(locale), chosen)
}

const index = (id: string, en: string, name: string) => `import en from './${en}'
import id from './${id}'

const catalogues = { id, en }

export function ${name}(locale) {
  const catalogue = catalogues[locale] ?? id
  return (key, values = {}) => catalogue[key]?.(values) ?? key
}
`

const types = (keys: readonly string[], name: string) => `export type WordKey =
${keys.map((key) => `  | '${key}'`).join('\n')}
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string
export function ${name}(locale: 'id' | 'en'): Words
`

/** Unchanged files keep their time, so that nothing is built again for nothing. */
async function writeChanged(url: URL, text: string): Promise<void> {
  const before = await readFile(url, 'utf8').catch(() => null)
  if (before !== text) await writeFile(url, text)
}

if (import.meta.main) console.log(`${await compileWords()} words compiled`)
