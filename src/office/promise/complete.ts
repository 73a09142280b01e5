import type { Application } from '../application.ts'
import type { Service } from '../service.ts'

/** What keeps an application from being complete, by requirement key; `correction` when one is outstanding. */
export type Missing = { readonly correction: boolean; readonly documents: readonly string[] }

/**
 * What was missing from an application. It is complete when no correction is outstanding, and each required document of
 * its service is there and was not refused. Documents that nobody looked at count as good: the law's clock ran
 * against the office, not against the applicant (UU 30/2014 art. 53).
 */
export function missingParts(application: Application, service: Service): Missing {
  const documents = service.documents
    .filter(({ key, required, madeBy }) => required && madeBy === 'applicant' && !application.documents.some((document) => document.requirement === key))
    .map(({ key }) => key)
  const refused = Object.entries(application.documentVerdicts).flatMap(([key, verdict]) => (verdict === 'refused' ? [key] : []))
  return { correction: application.correction !== null, documents: [...new Set([...documents, ...refused])].sort() }
}

export const isComplete = (application: Application, service: Service): boolean => {
  const { correction, documents } = missingParts(application, service)
  return !correction && documents.length === 0
}
