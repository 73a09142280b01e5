import { createHash } from 'node:crypto'
import { evolve, type Application } from '../application.ts'
import type { Recorded } from '../application-events.ts'
import type { Context } from '../decide.ts'
import { sampleService } from '../sample-service.ts'
import { workingClock } from '../working-clock.ts'
import { judge, type About, type Judged, type Standing, type Upload } from './judge.ts'
import { linkOf } from './journal.ts'
import { readRecord, type CounterRecord } from './record.ts'
import { trustedTime } from './trusted-time.ts'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
export const service = await sampleService()
const always = [['00:00', '23:59']] as const
const clock = workingClock({ zone: 'UTC', weekly: { 1: always, 2: always, 3: always, 4: always, 5: always, 6: always, 7: always }, daysOff: [] })

type Kept = { readonly record: CounterRecord; readonly hash: string; readonly judged: Judged; readonly at: number }

/** The office's side in memory, for tests of the rules: what it keeps is what the real one keeps in its database. */
export type TestOffice = {
  readonly kept: Map<string, Kept>
  readonly cases: Map<string, Application>
  readonly uploads: Map<string, Upload>
  readonly reserved: Map<string, { readonly device: string; readonly number: string; readonly service: string }>
  readonly officers: ReadonlySet<string>
}

export const contextAt = (now: number, unit = '3171'): Context => ({ now, service, facts: { cities: [unit] }, clock })

/** A record comes in, the first time or again; and what waited for it is judged. */
export function receive(office: TestOffice, body: string, arrival: number): Judged {
  const record = readRecord(body)
  if (!record) throw new Error('A damaged record is not judged.')
  const hash = sha256(body)
  const before = office.kept.get(hash)
  if (before) return before.judged
  keep(office, record, hash, arrival)
  settle(office, arrival)
  return office.kept.get(hash)!.judged
}

/** A document comes in, and what waited for it is judged. */
export function upload(office: TestOffice, bytes: string, arrival: number): void {
  const hash = sha256(bytes)
  if (!office.uploads.has(hash)) office.uploads.set(hash, { kept: true, document: hash.slice(0, 8), digest: hash })
  settle(office, arrival)
}

function settle(office: TestOffice, arrival: number): void {
  for (let again = true; again; ) {
    again = false
    for (const { record, hash, judged, at } of [...office.kept.values()]) {
      if (judged.verdict !== 'waiting') continue
      office.kept.delete(hash)
      const after = keep(office, record, hash, arrival, at)
      if (after.verdict !== 'waiting') again = true
    }
  }
}

function keep(office: TestOffice, record: CounterRecord, hash: string, arrival: number, known?: number): Judged {
  const others = [...office.kept.values()].filter((each) => each.record.device === record.device)
  const hashes = (sequence: number) => others.filter((each) => each.record.sequence === sequence).map((each) => each.hash)
  const link = known === undefined ? linkOf(record, hash, { earlier: hashes(record.sequence - 1), same: hashes(record.sequence) }) : 'whole'
  const floor = Math.max(0, ...others.filter((each) => each.record.sequence < record.sequence).map((each) => each.at))
  const at = known ?? trustedTime(record.clock, floor, arrival)
  const judged = judge(
    {
      device: { unit: '3171', revoked: false },
      officer: office.officers.has(record.officer) ? { kind: 'staff', person: record.officer, duties: [{ duty: 'counter', unit: '3171' }, { duty: 'verifier', unit: '3171' }] } : null,
      link,
      stampIsOurs: true,
      commandTaken: [...office.kept.values()].some((each) => each.record.command === record.command),
      before: new Map(record.after.map((command) => [command, standingOf(office, command)])),
      about: aboutOf(office, record, at),
      at,
    },
    record,
  )
  office.kept.set(hash, { record, hash, judged, at })
  if (judged.verdict === 'accepted' && (record.does.kind === 'take-in' || record.does.kind === 'decide')) {
    const { application } = record.does
    const by = record.does.kind === 'take-in' ? ({ kind: 'applicant', person: 'walk-in' } as const) : ({ kind: 'staff', person: record.officer, role: 'verifier' } as const)
    const first = office.cases.get(application)?.version ?? 0
    judged.events.forEach((event, index) => {
      const recorded: Recorded = { stream: application, version: first + index + 1, at, by, event }
      office.cases.set(application, evolve(office.cases.get(application) ?? null, recorded))
    })
  }
  return judged
}

export function standingOf(office: TestOffice, command: string): Standing {
  return [...office.kept.values()].find(({ record }) => record.command === command)?.judged.verdict ?? 'unknown'
}

function aboutOf(office: TestOffice, record: CounterRecord, at: number): About {
  const { does } = record
  switch (does.kind) {
    case 'take-in': {
      const block = office.reserved.get(does.application)
      return {
        kind: 'take-in', does, reserved: block?.device === record.device ? { ...block, used: office.cases.has(does.application) } : null, context: contextAt(at),
        wrongFields: does.answers['name'] ? [] : ['name'], uploads: office.uploads, answers: { version: 1, digest: 'a' }, number: does.number,
      }
    }
    case 'decide':
      return { kind: 'decide', does, application: office.cases.get(does.application) ?? null, context: contextAt(at), message: { text: record.command, digest: 'd' } }
    case 'hand-out':
      return { kind: 'hand-out', found: true, notReady: null, handedOut: false }
    default:
      return { kind: 'visit', reserved: { used: false }, refusal: null }
  }
}
