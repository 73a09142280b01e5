import type { Application } from '../../office/application.ts'
import { isRole } from '../../office/application-events.ts'
import { counterService, type CounterService } from '../../office/counter/counter-form.ts'
import { mayNot } from '../../office/permissions.ts'
import type { Place } from '../../office/place.ts'
import { localTime } from '../../office/tickets/local-time.ts'
import type { Ticket } from '../../office/tickets/ticket.ts'
import { openCase, personOf, type Refused } from '../act-on-case.ts'
import { currentAnswers, documentView } from '../case-file.ts'
import { hasDuty, type NoDuty } from '../officer-queue.ts'
import type { Office, Tx } from '../ports.ts'
import { trackingCode } from '../tracking-code.ts'
import type { Answers, DocumentView, UnitView, Visitor } from '../views.ts'
import type { CounterDevice, LentNumber } from './counter-ports.ts'
import { lendNumbers } from './lend-numbers.ts'
import { stampFor } from './prove-device.ts'

/**
 * What the device says that it has already: versions by id. What it has as it is now is not sent again. `cases` null: it has no
 * use for cases, and gets none.
 */
export type Have = { readonly services: Readonly<Record<string, string>>; readonly cases: Readonly<Record<string, number>> | null }

/** What a counter needs to go on alone, as far as its officer's duties allow. */
export type Snapshot = {
  readonly stamp: { readonly at: number; readonly mac: string }
  readonly unit: UnitView
  readonly officer: { readonly person: string; readonly name: string; readonly duties: readonly { readonly duty: string; readonly unit: string }[] }
  /** `files`: the published folder (form, process, decisions, words), `form`: what of it asks and checks; both left out when the device has this version. */
  readonly services: readonly { readonly id: string; readonly version: string; readonly files: Readonly<Record<string, unknown>> | null; readonly form: CounterService | null }[]
  /** Codes that a NIK may begin with; null when the device has them. */
  readonly regions: CounterRegions | null
  readonly places: readonly Place[]
  readonly cases: readonly CounterCase[]
  /** Cases that the device may go on having as they are; it forgets all that are neither here nor in `cases`. */
  readonly keep: readonly string[]
  readonly line: readonly Ticket[]
  readonly bookings: readonly { readonly id: string; readonly place: string; readonly desk: string; readonly startsAt: number; readonly code: string; readonly application: string | null; readonly state: string }[]
  /** Signed permits to hand out, with the SHA-256 of their PDF. */
  readonly permits: readonly { readonly application: string; readonly number: string; readonly pdf: string }[]
  /** Numbers that the device may use. `code`: what the receipt says beside the number. */
  readonly numbers: readonly (Omit<LentNumber, 'usedBy' | 'voided' | 'device'> & { readonly code: string | null })[]
}

export type CounterCase = {
  readonly id: string
  readonly application: Application
  readonly deadline: number | null
  readonly answers: Answers
  readonly documents: readonly DocumentView[]
}

/** Codes alone: what a place is called, a NIK does not ask. */
export type CounterRegions = { readonly provinces: readonly string[]; readonly cities: readonly string[]; readonly districts: readonly string[]; readonly retiredCities: readonly string[]; readonly highestDistrict: readonly (readonly [city: string, district: number])[] }

const mostCases = 400
const handOutDays = 90
const mostPermits = 1_000

/**
 * Lets an officer work on a device, and gives it what the unit needs. Cases go to who checks or heads, the line, bookings and
 * permits to who serves at the counter. Each case that is copied onto the device is a look at it, and on the record.
 */
export async function readSnapshot(
  office: Office,
  visitor: Visitor,
  device: CounterDevice,
  have: Have,
): Promise<{ readonly ok: true; readonly snapshot: Snapshot } | Refused<NoDuty | { readonly kind: 'DeviceRevoked' }>> {
  if (device.revokedAt !== null) return { ok: false, refusal: { kind: 'DeviceRevoked' } }
  const unit = await office.places.unit(device.unit)
  if (!unit || visitor.kind !== 'staff' || !hasDuty(visitor, device.unit)) return { ok: false, refusal: { kind: 'NoDuty' } }
  const places = (await office.places.list()).filter((place) => place.unit === device.unit)
  return office.store.transaction(async (tx) => {
    await tx.lockJournal(device.id)
    const still = await tx.counterDevice(device.id)
    if (still?.revokedAt !== null) return { ok: false, refusal: { kind: 'DeviceRevoked' } }
    await tx.letOnDevice(device.id, visitor.person, office.now())
    await tx.noteContact(device.id, office.now())
    const serves = hasDuty(visitor, device.unit, 'counter')
    const snapshot: Snapshot = {
      stamp: stampFor(office, device.id),
      unit,
      officer: { person: visitor.person, name: visitor.name, duties: visitor.duties },
      services: await servicesFor(office, tx, have),
      regions: Object.keys(have.services).length > 0 ? null : regionsOf(office),
      places,
      ...(await casesFor(office, tx, visitor, device, have)),
      line: serves ? await lineOf(office, tx, places) : [],
      bookings: serves ? await bookingsOf(office, tx, places) : [],
      permits: serves ? await tx.permitsToHandOut(device.unit, office.now() - handOutDays * 86_400_000, mostPermits) : [],
      numbers: serves ? numbersOf(office, await lendNumbers(office, tx, device, places)) : [],
    }
    return { ok: true, snapshot }
  })
}

function regionsOf({ services: { regions } }: Office): CounterRegions {
  const [provinces, cities, districts, retiredCities] = [regions.provinces, regions.cities, regions.districts, regions.retiredCities].map((codes) => [...codes.keys()]) as [string[], string[], string[], string[]]
  return { provinces, cities, districts, retiredCities, highestDistrict: [...regions.highestDistrict] }
}

async function servicesFor(office: Office, tx: Tx, have: Have): Promise<Snapshot['services']> {
  const services: Snapshot['services'][number][] = []
  for (const service of office.services.list()) {
    const { id, version } = service
    const has = have.services[id] === version
    services.push({ id, version, files: has ? null : await tx.serviceFiles(id, version), form: has ? null : counterService(service) })
  }
  return services
}

async function casesFor(office: Office, tx: Tx, visitor: Extract<Visitor, { kind: 'staff' }>, device: CounterDevice, have: Have): Promise<Pick<Snapshot, 'cases' | 'keep'>> {
  if (have.cases === null) return { cases: [], keep: [] }
  const roles = visitor.duties.filter(({ unit }) => unit === device.unit).map(({ duty }) => duty).filter(isRole)
  const cases: CounterCase[] = []
  const keep: string[] = []
  for (const { id, version } of await tx.casesForCounter(device.unit, roles, mostCases)) {
    if (have.cases[id] === version) {
      keep.push(id)
      continue
    }
    const opened = await openCase(office, tx, id)
    if (!opened || mayNot(personOf(visitor), 'read-case', opened.application)) continue
    const { application, context, key } = opened
    await tx.recordRead({ id, person: visitor.person, role: application.task?.role ?? 'verifier', what: 'case', at: office.now() })
    cases.push({
      id, application, deadline: context.clock.deadline(application), answers: await currentAnswers(office, tx, key, application),
      documents: (await tx.documents(id)).filter((row) => row.current).map((row) => documentView(office, key, row)),
    })
  }
  return { cases, keep }
}

async function lineOf(office: Office, tx: Tx, places: readonly Place[]): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = []
  for (const place of places) tickets.push(...(await tx.openTickets(place.code, localTime(office.now(), place.zone).date)))
  return tickets
}

async function bookingsOf(office: Office, tx: Tx, places: readonly Place[]): Promise<Snapshot['bookings']> {
  const found: Snapshot['bookings'][number][] = []
  const now = office.now()
  const day = 86_400_000
  for (const id of await tx.bookingsOfDay(places.map(({ code }) => code), now - day, now + day)) {
    const row = await tx.booking(id)
    const place = row && places.find(({ code }) => code === row.place)
    if (!row || !place || localTime(row.startsAt, place.zone).date !== localTime(now, place.zone).date) continue
    const { place: where, desk, startsAt, code, application, state } = row
    found.push({ id, place: where, desk, startsAt, code, application, state })
  }
  return found
}

function numbersOf(office: Office, lent: readonly LentNumber[]): Snapshot['numbers'] {
  return lent.map(({ usedBy: _, voided: __, device: ___, ...number }) => ({ ...number, code: number.kind === 'application' ? trackingCode(office, number.id) : null }))
}
