import type { Element } from './element.ts'
import type { Node, Picture } from './model.ts'
import { readLayout } from './read-layout.ts'
import { readLooks } from './read-looks.ts'

/** What a process looks like, and the drawing that its modeler made of it. */
export function readPicture(definitions: Element, process: Element, nodes: ReadonlyMap<string, Node>): Picture {
  return { ...readLooks(process), layout: readLayout(definitions, process, nodes) }
}
