import type { Locale, Service } from '#office/service.ts'
import { drawProcess } from '#process/index.ts'
import { words } from '#words'

/** Where a case is in its process: elements that are behind it, and those where it is now. */
export type Walked = { readonly done: readonly string[]; readonly at: readonly string[] }

/**
 * The process of a service as an SVG picture with "you are here", in the words of the service: a step is called what
 * the applicant knows it as, everything else what the model says.
 */
export function processPicture(service: Service, walked: Walked, locale: Locale): string {
  const steps = new Map(service.steps.map((step) => [step.element, step.name[locale]]))
  return drawProcess(service.process, {
    at: walked.at,
    done: walked.done,
    words: (element, name, properties) => steps.get(element) ?? (locale === 'en' ? properties['name.en'] : null) ?? name,
    label: words(locale)('track.picture.label', { service: service.name[locale] }),
  })
}
