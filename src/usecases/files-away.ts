/**
 * The place where documents are kept takes or gives none right now: it can not be reached, does not answer in time, or is
 * full. Thrown by the port; whoever asked for it changed nothing, and it is worth trying again later.
 */
export class FilesAway extends Error {
  constructor(cause: unknown) {
    super('Documents can not be stored or read right now.', { cause })
    this.name = 'FilesAway'
  }
}

/** By its name: pages are built into a bundle with a class of their own, while the store's comes from the source. */
export function isFilesAway(error: unknown): boolean {
  return error instanceof Error && error.name === 'FilesAway'
}
