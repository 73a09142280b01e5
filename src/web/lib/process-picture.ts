import type { Locale, Service } from '#office/service.ts'
import { drawProcess, type Walk } from '#process/index.ts'
import { words } from '#words'

/** Where a case is in its process: elements that are behind it, and those where it is now. */
export type Walked = { readonly done: readonly string[]; readonly at: readonly string[] }

/**
 * The process of a service as an SVG picture with "you are here", in the words of the service: a step is called what
 * the applicant knows it as, everything else what the model says. Events that only remind the staff are left out.
 */
export function processPicture(service: Service, walked: Walked, locale: Locale): string {
  const steps = new Map(service.steps.map((step) => [step.element, step.name[locale]]))
  const t = words(locale)
  const describe = (walk: Walk) => (['done', 'at', 'next'] as const).flatMap((part) => (walk[part].length > 0 ? [t(`track.picture.${part}`, { steps: walk[part].join(', ') })] : [])).join(' ')
  return drawProcess(service.process, {
    show: 'main-way',
    at: walked.at,
    done: walked.done,
    words: (element, name, properties) => steps.get(element) ?? (locale === 'en' ? properties['name.en'] : null) ?? name,
    describe,
    label: t('track.picture.label', { service: service.name[locale] }),
  })
}
