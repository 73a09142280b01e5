import type { StopReason } from '../../office/promise/clock-stops.ts'
import { tellStops } from '../../office/promise/clock-stops.ts'
import type { ApplicationEvent } from '../../office/application-events.ts'
import type { Locale, Service } from '../../office/service.ts'
import { openCase } from '../act-on-case.ts'
import type { Office } from '../ports.ts'
import { trackingCode } from '../tracking-code.ts'
import type { PromiseMessage } from './promise-ports.ts'

/** What a message about a promise can say. Read when it is sent, so that the queue holds no personal data. Instants in epoch milliseconds. */
export type PromiseMail = {
  readonly to: readonly { readonly person: string; readonly email: string; readonly locale: Locale }[]
  readonly id: string
  readonly number: string
  readonly code: string
  readonly service: Service
  readonly unit: { readonly name: Readonly<Record<Locale, string>>; readonly zone: string }
  /** The deadline as it stands; null while the clock stands still, or once the case is decided. */
  readonly deadline: number | null
  /** The last move that the record has. */
  readonly moved: Extract<ApplicationEvent, { type: 'DeadlineMoved' }> | null
  readonly stop: { readonly from: number; readonly to: number | null; readonly reason: StopReason } | null
  readonly lapsed: Extract<ApplicationEvent, { type: 'LapsedWithoutApproval' }> | null
  readonly permit: string | null
}

const toApplicant = new Set<PromiseMessage>(['moved', 'stopped', 'started'])

/** Null when there is nothing to say any more: the case is gone, or what a warning was about is over. */
export async function readPromiseMail(office: Office, id: string, message: PromiseMessage): Promise<PromiseMail | null> {
  return office.store.transaction(async (tx) => {
    const opened = await openCase(office, tx, id)
    const unit = opened && (await office.places.unit(opened.application.unit))
    if (!opened || !unit) return null
    const { application, context } = opened
    if (message === 'warned' && application.outcome !== null) return null
    const events = (await tx.stream(id)).map(({ event }) => event)
    const escalated = events.findLast((event) => event.type === 'Escalated')
    const heads = async (code: string) => tx.peopleWith(code, 'head', office.today())
    const above = async () => heads((await tx.unitAbove(application.unit)) ?? application.unit)
    const people = toApplicant.has(message)
      ? [application.applicant]
      : message === 'escalated'
        ? await heads(escalated?.unit ?? application.unit)
        : message === 'deemed'
          ? [...new Set([...(await heads(application.unit)), ...(await above())])]
          : await heads(application.unit)
    const found = await Promise.all(people.map(async (id) => ({ id, known: await tx.person(id) })))
    return {
      to: found.flatMap(({ id: person, known }) => (known ? [{ person, email: known.email, locale: known.locale }] : [])),
      id,
      number: application.number,
      code: trackingCode(office, id),
      service: context.service,
      unit,
      deadline: application.outcome === null ? context.clock.deadline(application) : null,
      moved: events.findLast((event) => event.type === 'DeadlineMoved') ?? null,
      stop: tellStops(application, context.clock).at(-1) ?? null,
      lapsed: events.findLast((event) => event.type === 'LapsedWithoutApproval') ?? null,
      permit: application.permit,
    }
  })
}
