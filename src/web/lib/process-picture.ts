import type { Locale, Service } from '#office/service.ts'
import { drawProcess, type Drawing } from '#process/index.ts'
import { words } from '#words'

/** Where a case is in its process: elements that are behind it, and those where it is now. */
export type Walked = { readonly done: readonly string[]; readonly at: readonly string[] }

/**
 * The process of a service as an SVG picture with "you are here", in the words of the service: a step is called what
 * the applicant knows it as, everything else what the model says. Events that only remind the staff are left out. It is
 * there twice, as its modeler drew it and, for narrow screens, laid out downwards; the style shows one of them.
 */
export function processPicture(service: Service, walked: Walked, locale: Locale): string {
  const t = words(locale)
  const steps = new Map(service.steps.map((step) => [step.element, step.name[locale]]))
  const drawing: Drawing = {
    show: 'main-way',
    at: walked.at,
    done: walked.done,
    words: (element, name, properties) => steps.get(element) ?? (locale === 'en' ? properties['name.en'] : null) ?? name,
    label: t('track.picture.label', { service: service.name[locale] }),
    describe: (walk) => (['done', 'at', 'next'] as const).flatMap((part) => (walk[part].length > 0 ? [t(`track.picture.${part}`, { steps: walk[part].join(', ') })] : [])).join(' '),
  }
  const narrow = drawProcess(service.process, { ...drawing, direction: 'down', id: 'p-narrow' })
  return `<div class="picture-wide">${drawProcess(service.process, drawing)}</div><div class="picture-narrow">${narrow}</div>`
}
