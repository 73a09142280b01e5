import type { Node, Process } from '../bpmn/model.ts'

/** Where a case is, in names: what is behind it, where it is now, and what comes next. */
export type Walk = { readonly done: readonly string[]; readonly at: readonly string[]; readonly next: readonly string[] }

/** Names what a picture shows, for who can't see it. What has no name is passed over. */
export function tellWalk(process: Process, at: readonly string[], done: readonly string[], shown: ReadonlySet<string>, nameOf: (element: string) => string): Walk {
  const names = (elements: Iterable<string>) => [...new Set([...elements].filter((id) => shown.has(id)).map(nameOf).filter(Boolean))]
  const here = at.flatMap((id) => process.nodes.get(id) ?? [])
  return { done: names(done.filter((id) => !at.includes(id))), at: names(at), next: names(nextNamed(process, here, shown, nameOf)) }
}

/** The first named elements on every way on from here. The end of a subprocess leads to what follows the subprocess. */
function nextNamed(process: Process, here: readonly Node[], shown: ReadonlySet<string>, nameOf: (element: string) => string): readonly string[] {
  const found: string[] = []
  const passed = new Set(here)
  for (const node of passed) {
    const around = node.outgoing.length === 0 && node.within !== null ? process.nodes.get(node.within) : undefined
    for (const target of [...node.outgoing.map((flow) => flow.target), ...(around?.outgoing.map((flow) => flow.target) ?? [])]) {
      if (passed.has(target) || !shown.has(target.id)) continue
      if (nameOf(target.id) === '') passed.add(target)
      else found.push(target.id)
    }
  }
  return found
}
