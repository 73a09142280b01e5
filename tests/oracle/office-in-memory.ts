import type { Application } from '../../src/office/application.ts'
import { evolve } from '../../src/office/application.ts'
import type { Actor, ApplicationEvent, Recorded } from '../../src/office/application-events.ts'
import type { Context } from '../../src/office/decide.ts'
import type { Service } from '../../src/office/service.ts'
import type { WorkingClock } from '../../src/office/working-clock.ts'
import type { CaseRow, Office, Tx } from '../../src/usecases/ports.ts'
import type { OpenPromise } from '../../src/usecases/promises/promise-ports.ts'

/** A case as it is kept here: its facts, the row that lists read, and the instant for which its one job is set. */
export type KeptCase = { application: Application; row: CaseRow | null; readonly facts: Recorded[] }

export type OfficeInMemory = {
  readonly office: Office
  readonly tx: Tx
  readonly cases: ReadonlyMap<string, KeptCase>
  context(service: Service): Context & { readonly clock: WorkingClock }
  setNow(at: number): void
  setClock(clock: WorkingClock): void
  forget(id: string): void
}

const answers = { cities: ['3171'], name: 'Dewi', title: 'Antrean', start: '2027-08-01', end: '2028-07-31' }
export const facts: Readonly<Record<string, unknown>> = answers

/**
 * The real use cases' office with everything kept in memory, for more cases than a disk would take in good time. What is
 * not asked for here is left out: the paper of a permit is no paper. `scheduled` is told for which instant the job of a
 * case's alarms is set; `rowSaved` whenever a case's row is.
 */
export function openInMemory(services: readonly Service[], told: { scheduled(id: string, at: number): void; rowSaved(id: string, row: CaseRow): void }): OfficeInMemory {
  const cases = new Map<string, KeptCase>()
  const sealed = new TextEncoder().encode(JSON.stringify(answers))
  let now = 0
  let clock: WorkingClock | null = null
  let number = 0
  /** When each officer last finished a step of work. */
  const lastWork = new Map<string, number>()
  const append = (id: string, after: number, at: number, by: Actor, events: readonly ApplicationEvent[]) => {
    const kept = cases.get(id)
    if ((kept?.application.version ?? 0) !== after) throw new Error(`${id} moved on.`)
    let application = kept?.application ?? null
    for (const event of events) {
      const recorded: Recorded = { stream: id, version: (application?.version ?? 0) + 1, at, by, event }
      application = evolve(application, recorded)
      kept?.facts.push(recorded)
      if (!kept && !cases.has(id)) cases.set(id, { application, row: null, facts: [recorded] })
      else if (!kept) cases.get(id)!.facts.push(recorded)
    }
    if (application) cases.get(id)!.application = application
  }
  const saveCase = (row: CaseRow) => {
    cases.get(row.id)!.row = row
    told.rowSaved(row.id, row)
  }
  const openPromise = ({ id, version, unit, service, serviceVersion, submittedAt, deadline, days, stops }: CaseRow): OpenPromise => ({ id, version, unit, service, serviceVersion, submittedAt, deadline: deadline!, days, stops })
  const tx = {
    load: async (id: string) => cases.get(id)?.application ?? null,
    stream: async (id: string) => cases.get(id)?.facts ?? [],
    append: async (...all: Parameters<typeof append>) => append(...all),
    dataKey: async () => 'key',
    answers: async () => sealed,
    caseRow: async (id: string) => cases.get(id)?.row ?? null,
    saveCase: async (row: CaseRow) => saveCase(row),
    enqueue: async () => undefined,
    next: async () => (number += 1),
    savePermit: async () => undefined,
    lastWork: async (person: string) => lastWork.get(person) ?? null,
    saveWork: async ({ person, at }: Parameters<Tx['saveWork']>[0]) => void lastWork.set(person, at),
    unitAbove: async () => '31',
    holdCase: async (id: string) => cases.get(id)?.application.version ?? null,
    scheduleAlarms: async (id: string, at: number) => told.scheduled(id, at),
    // Cases came in the order of their ids.
    openPromises: async ({ after, endingFrom, limit }: Parameters<Tx['openPromises']>[0]) => {
      const found: OpenPromise[] = []
      for (const { row } of cases.values()) {
        if (found.length === limit) break
        if (row && row.decidedAt === null && row.deadline !== null && row.deadline >= endingFrom && (after === null || row.id > after)) found.push(openPromise(row))
      }
      return found
    },
    moveDeadlines: async (moved: Parameters<Tx['moveDeadlines']>[0], at: number) => {
      for (const { id, version, deadline, facts: moves, alarmAt } of moved) {
        append(id, version, at, { kind: 'system' }, moves)
        saveCase({ ...cases.get(id)!.row!, version: version + moves.length, deadline })
        if (alarmAt !== null) told.scheduled(id, alarmAt)
      }
    },
  } as unknown as Tx
  const office = {
    origin: 'http://office.example',
    now: () => now,
    services: { at: async (_: string, version: string) => services.find((each) => each.version === version)! },
    calendars: { of: async () => clock!, refresh: () => undefined },
    places: { unit: async () => ({ code: '3171', name: { id: 'Unit', en: 'Unit' }, address: '' }), name: () => null },
    store: { transaction: <T>(work: (tx: Tx) => Promise<T>) => work(tx) },
    keys: { unwrap: () => new Uint8Array(), open: (_: unknown, bytes: Uint8Array) => bytes, seal: () => new Uint8Array(), digest: () => 'digest' },
    files: { put: async () => ({ ref: 'file', size: 0, sha256: '' }) },
    seals: { certificate: { fingerprint: 'certificate' }, signPdf: async () => new Uint8Array(), sealJws: async () => 'jws', sha256: () => 'sha256', mac: () => 'mac' },
    papers: { permit: async () => new Uint8Array() },
  } as unknown as Office
  return {
    office,
    tx,
    cases,
    context: (service) => ({ now, service, facts, clock: clock! }),
    setNow: (at) => {
      now = at
    },
    setClock: (next) => {
      clock = next
    },
    forget: (id) => void cases.delete(id),
  }
}
