import type { Service, ServiceStep } from '#office/service.ts'
import type { TrackView } from '#usecases/views.ts'

export type StepState = 'done' | 'now' | 'next'
export type WalkedStep = { readonly step: ServiceStep; readonly state: StepState }

/**
 * The steps of a service with how far a case has come. After a rejection or a withdrawal the steps that were not
 * reached will never come, so they are left out; a withdrawal leaves the step that it comes upon undone. A case that
 * waits for the applicant's correction is at no step: the check that found it wanting is still to come.
 */
export function stepsOf(service: Service, view: Pick<TrackView, 'state' | 'process'>): readonly WalkedStep[] {
  const { at, done } = view.process
  const stateOf = (element: string): StepState => (at.includes(element) ? 'now' : done.includes(element) ? 'done' : 'next')
  const steps = service.steps.map((step) => ({ step, state: stateOf(step.element) }))
  if (view.state === 'approved') return steps.map(({ step }) => ({ step, state: 'done' }))
  if (view.state === 'withdrawn') return steps.slice(0, 1)
  if (view.state === 'rejected') return steps.filter(({ state }) => state === 'done')
  // What was done once may have to be done again: behind the place where a case stands, everything is still to come.
  const here = view.state === 'correction' ? 0 : steps.findIndex(({ state }) => state === 'now')
  return steps.map(({ step, state }, index) => ({ step, state: here >= 0 && index > here ? 'next' : state }))
}
