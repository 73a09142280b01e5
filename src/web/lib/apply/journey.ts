import type { Service } from '#office/service.ts'

/**
 * The pages of one application in the order in which they are walked: a page for each question group, then the
 * documents (when the service asks the applicant for any), then check and send.
 */
export function journeyOf(service: Service): readonly string[] {
  const documents = requiredOf(service).length > 0 ? ['documents'] : []
  return [...service.groups.map((group) => group.key), ...documents, 'check']
}

/** The documents that the applicant brings; what the system makes itself is never asked for. */
export function requiredOf(service: Service): Service['documents'] {
  return service.documents.filter((document) => document.madeBy === 'applicant')
}

/** Where a page stands in the walk, counted from 1. */
export function placeOf(service: Service, page: string): { readonly place: number; readonly of: number } {
  const pages = journeyOf(service)
  return { place: pages.indexOf(page) + 1, of: pages.length }
}

/** The address of the page after this one; after the last it is the list of what is left. */
export function addressAfter(id: string, service: Service, page: string): string {
  const pages = journeyOf(service)
  const next = pages[pages.indexOf(page) + 1]
  return next === undefined ? `/applications/${id}` : `/applications/${id}/${next}`
}

/** The address of the page before this one; before the first it is the list of what is left. */
export function addressBefore(id: string, service: Service, page: string): string {
  const pages = journeyOf(service)
  const before = pages[pages.indexOf(page) - 1]
  return before === undefined ? `/applications/${id}` : `/applications/${id}/${before}`
}
