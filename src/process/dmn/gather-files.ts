import type { ModelProblem } from '../model-error.ts'
import type { Definitions, GraphElement, Reference } from './element.ts'

/** One file among those that are read together, with all that it imports under no name. */
export type ModelFile = {
  readonly definitions: Definitions
  readonly elements: readonly GraphElement[]
  /** The key of what an `href` leads to: the id alone in the main file, else with the namespace before it. */
  readonly keyOf: (reference: Reference) => string
  /** Under which name another file is imported here; undefined for this file's own. */
  readonly importNameOf: (key: string) => string | undefined
  readonly imports: readonly { readonly name: string; readonly file: Definitions }[]
}

type Merged = { readonly definitions: Definitions; readonly namespaces: ReadonlySet<string> }

export const isDmnImport = (importType = ''): boolean => /\/DMN\//i.test(importType) || importType === ''

const namespaceOf = (file: Definitions): string => file.namespace ?? ''

/**
 * Sets files beside each other, so that each finds the others by their namespaces (DMN 1.5, 6.3.3). What the main file does
 * not lead to is left out.
 */
export function gatherFiles(main: Definitions, others: readonly Definitions[], problems: ModelProblem[]): readonly ModelFile[] {
  // The main file stands last, so that it is the one that counts where two have a namespace.
  const known = new Map([...others, main].map((file) => [namespaceOf(file), file]))
  const reached = new Map<string, Merged>()
  reach(main, known, reached, problems)
  const [first] = reached.values()
  return [...reached.values()].map(({ definitions, namespaces }): ModelFile => {
    const own = namespaceOf(definitions)
    const homeOf = (namespace: string) => (namespaces.has(namespace) ? own : namespace)
    const keyIn = (namespace: string, id: string) => (first!.namespaces.has(namespace) ? id : `${namespace}#${id}`)
    const imports = (definitions.import ?? []).flatMap(({ name = '', namespace = '' }) => {
      const file = reached.get(namespace)?.definitions
      return file ? [{ name, file }] : []
    })
    return {
      definitions,
      elements: definitions.drgElement ?? [],
      imports,
      keyOf: ({ href = '' }) => {
        const at = href.lastIndexOf('#')
        return keyIn(at > 0 ? homeOf(href.slice(0, at)) : own, href.slice(at + 1))
      },
      importNameOf: (key) => {
        const namespace = key.includes('#') ? key.slice(0, key.lastIndexOf('#')) : namespaceOf(first!.definitions)
        return namespace === own ? undefined : imports.find(({ file }) => namespaceOf(file) === namespace)?.name
      },
    }
  })
}

/** Takes a file and all that it leads to by a name. */
function reach(file: Definitions, known: ReadonlyMap<string, Definitions>, reached: Map<string, Merged>, problems: ModelProblem[]): void {
  if (reached.has(namespaceOf(file))) return
  const parts = absorb(file, known, problems)
  const definitions = merge(parts)
  reached.set(namespaceOf(file), { definitions, namespaces: new Set(parts.map(namespaceOf)) })
  for (const { namespace = '' } of definitions.import ?? []) if (known.has(namespace)) reach(known.get(namespace)!, known, reached, problems)
}

/** The file and those that it imports under no name, each with its own right behind it: all count as one (6.3.3). */
function absorb(file: Definitions, known: ReadonlyMap<string, Definitions>, problems: ModelProblem[], parts: Definitions[] = []): readonly Definitions[] {
  if (parts.includes(file)) return parts
  parts.push(file)
  for (const { name = '', namespace = '', importType } of file.import ?? []) {
    const other = known.get(namespace)
    if (!isDmnImport(importType)) problems.push({ element: name || namespace, reason: `An import of ${importType} is not read here.` })
    else if (!other) problems.push({ element: name || namespace, reason: `It imports ${namespace}, which was not given.` })
    else if (name === '') absorb(other, known, problems, parts)
  }
  return parts
}

/** One file of several. A name or an id that is already there is not taken again. */
function merge(parts: readonly Definitions[]): Definitions {
  const [file, ...others] = parts
  const drgElement = [...(file!.drgElement ?? [])]
  const itemDefinition = [...(file!.itemDefinition ?? [])]
  for (const other of others) {
    drgElement.push(...(other.drgElement ?? []).filter(({ id, name }) => !drgElement.some((each) => each.name === name || (id !== undefined && each.id === id))))
    itemDefinition.push(...(other.itemDefinition ?? []).filter(({ name }) => !itemDefinition.some((each) => each.name === name)))
  }
  return { ...file, drgElement, itemDefinition, import: parts.flatMap((part) => part.import ?? []).filter(({ name }) => name) }
}
