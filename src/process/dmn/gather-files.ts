import type { ModelProblem } from '../model-error.ts'
import type { Definitions, GraphElement, Reference } from './element.ts'

/** One file among those that are read together. */
export type ModelFile = {
  readonly definitions: Definitions
  readonly elements: readonly GraphElement[]
  /** The key of what an `href` leads to: the id alone in the main file, else with the namespace before it. */
  readonly keyOf: (reference: Reference) => string
  /** Under which name another file is imported here: "" for none; undefined for this file's own. */
  readonly importNameOf: (key: string) => string | undefined
  readonly imports: readonly { readonly name: string; readonly file: Definitions }[]
}

export const isDmnImport = (importType = ''): boolean => /\/DMN\//i.test(importType) || importType === ''

/** Sets files beside each other, so that each finds the others by their namespaces (DMN 1.5, 6.3.3). */
export function gatherFiles(main: Definitions, others: readonly Definitions[], problems: ModelProblem[]): readonly ModelFile[] {
  const known = new Map([main, ...others].map((file) => [file.namespace ?? '', file]))
  return [main, ...others].map((definitions): ModelFile => {
    const imports = (definitions.import ?? []).flatMap(({ name = '', namespace = '', importType }) => {
      const file = known.get(namespace)
      if (file && isDmnImport(importType)) return [{ name, file }]
      problems.push({ element: name || namespace, reason: isDmnImport(importType) ? `It imports ${namespace}, which was not given.` : `An import of ${importType} is not read here.` })
      return []
    })
    const own = definitions.namespace ?? ''
    const keyIn = (namespace: string, id: string) => (namespace === (main.namespace ?? '') ? id : `${namespace}#${id}`)
    return {
      definitions,
      elements: definitions.drgElement ?? [],
      imports,
      keyOf: ({ href = '' }) => {
        const at = href.lastIndexOf('#')
        return keyIn(at > 0 ? href.slice(0, at) : own, href.slice(at + 1))
      },
      importNameOf: (key) => {
        const namespace = key.includes('#') ? key.slice(0, key.lastIndexOf('#')) : (main.namespace ?? '')
        return namespace === own ? undefined : imports.find(({ file }) => file.namespace === namespace)?.name
      },
    }
  })
}
