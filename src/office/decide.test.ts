import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evolve, replay, type Application } from './application.ts'
import type { Actor, ApplicationEvent, Recorded } from './application-events.ts'
import { decide, deem, deliver, fireTimer, submit, type Command, type Context, type Decision } from './decide.ts'
import type { Person } from './permissions.ts'
import { sampleService } from './sample-service.ts'
import { workingClock } from './working-clock.ts'

const hour = 3_600_000
const service = await sampleService()
const withTimers = await sampleService(new URL('../process/sample-permit.bpmn', import.meta.url))
// An office that never closes: a working day is a day.
const always = [['00:00', '23:59']] as const
const clock = workingClock({ zone: 'UTC', weekly: { 1: always, 2: always, 3: always, 4: always, 5: always, 6: always, 7: always }, daysOff: [] })
const contextAt = (now: number): Context => ({ now, service, facts: { cities: ['3171'] }, clock })
const dewi: Person = { kind: 'applicant', person: 'dewi' }
const rina: Person = { kind: 'staff', person: 'rina', duties: [{ duty: 'verifier', unit: '3171' }] }
const bayu: Person = { kind: 'staff', person: 'bayu', duties: [{ duty: 'verifier', unit: '3171' }, { duty: 'head', unit: '3171' }] }
const sri: Person = { kind: 'staff', person: 'sri', duties: [{ duty: 'head', unit: '3171' }] }
const stranger: Person = { kind: 'staff', person: 'stranger', duties: [{ duty: 'verifier', unit: '3174' }, { duty: 'head', unit: '3174' }] }
const documents = ['ktp', 'proposal'].map((requirement) => ({ requirement, document: requirement, digest: requirement }))
const words = { text: 't', digest: 'd' }

function record(before: Application | null, decision: Decision, at: number, by: Actor): { application: Application; recorded: readonly Recorded[] } {
  assert.ok(decision.ok, JSON.stringify(decision))
  const first = before?.version ?? 0
  const recorded = decision.events.map((event, index): Recorded => ({ stream: 'case', version: first + index + 1, at, by, event }))
  let application = before
  for (const each of recorded) application = evolve(application, each)
  return { application: application!, recorded }
}

const actorOf = (person: Person, application: Application | null): Actor =>
  person.kind === 'applicant' ? { kind: 'applicant', person: person.person } : { kind: 'staff', person: person.person, role: application?.task?.role ?? 'verifier' }

const submission = { number: 'IP-1', answers: { version: 1, digest: 'a' }, documents }
const begun = () => record(null, submit(submission, contextAt(0)), 0, { kind: 'applicant', person: 'dewi' })

/** Does things one after another; each must be accepted. */
function after(...steps: readonly (readonly [Person, Command])[]): Application {
  let { application } = begun()
  for (const [person, command] of steps) application = record(application, decide(application, person, command, contextAt(hour)), hour, actorOf(person, application)).application
  return application
}

const take: Command = { kind: 'take', reason: null, nextInLine: 'case' }
const judged: readonly (readonly [Person, Command])[] = documents.map(({ document }) => [rina, { kind: 'judge-document', document, verdict: 'accepted' }])
const signing: Command = { kind: 'sign', permit: 'P-1', validFrom: '2026-12-01', validUntil: '2027-01-01', pdf: 'x', seal: 'y', certificate: 'z' }
const corrected: Extract<Command, { kind: 'correct' }> = {
  kind: 'correct',
  answers: { version: 2, digest: 'b' },
  documents: documents.map((document) => ({ ...document, document: `new ${document.document}`, digest: `new ${document.digest}` })),
  changed: ['name', 'title'],
}
const kindOf = (decision: Decision) => (decision.ok ? 'ok' : decision.refusal.kind)

test('A submission is routed to its unit by the decision table, and waits for a verifier', () => {
  const { application } = begun()
  assert.equal(application.unit, '3171')
  assert.deepEqual(application.task, { task: 'check', role: 'verifier', openedAt: 0, holder: null })
})

test('A submission that no decision brings to a unit is refused, since nobody would ever see it', () => {
  const decision = submit(submission, { ...contextAt(0), facts: { cities: [] } })
  assert.equal(kindOf(decision), 'ProcessRefuses')
})

test('Checked, approved, signed and delivered: the whole good way', () => {
  const signed = after([rina, take], ...judged, [rina, { kind: 'approve' }], [sri, signing])
  assert.equal(signed.outcome, 'approved')
  assert.equal(signed.permit, 'P-1')
  const delivered = deliver(signed, contextAt(2 * hour))
  assert.ok(delivered.ok && delivered.events.some((event) => event.type === 'PermitDelivered'))
})

test('Nobody but a verifier of the unit takes a case, and only in turn or with a reason', () => {
  const { application } = begun()
  assert.equal(kindOf(decide(application, stranger, take, contextAt(hour))), 'NoDuty')
  assert.equal(kindOf(decide(application, sri, take, contextAt(hour))), 'NoDuty')
  const early: Command = { kind: 'take', reason: null, nextInLine: 'another' }
  assert.equal(kindOf(decide(application, rina, early, contextAt(hour))), 'OutOfTurn')
  const decision = decide(application, rina, { ...early, reason: 'language' }, contextAt(hour))
  assert.deepEqual(decision.ok && decision.events, [{ type: 'TaskTaken', task: 'check', outOfTurn: 'language' }])
})

test('A case in one hand is in nobody else\'s', () => {
  const taken = after([rina, take])
  for (const command of [take, { kind: 'release' }, { kind: 'approve' }, { kind: 'judge-document', document: 'ktp', verdict: 'accepted' }] as const)
    assert.equal(kindOf(decide(taken, bayu, command, contextAt(hour))), 'HeldByAnother', command.kind)
})

test('Nothing is approved before every document was judged, nor with one refused', () => {
  const taken = after([rina, take])
  assert.equal(kindOf(decide(taken, rina, { kind: 'approve' }, contextAt(hour))), 'NotJudged')
  const refused = after([rina, take], ...judged, [rina, { kind: 'judge-document', document: 'ktp', verdict: 'refused' }])
  assert.equal(kindOf(decide(refused, rina, { kind: 'approve' }, contextAt(hour))), 'RefusedParts')
})

test('Who checked a case does not sign it', () => {
  const checked = after([bayu, take], ...judged.map(([, command]) => [bayu, command] as const), [bayu, { kind: 'approve' }])
  assert.equal(kindOf(decide(checked, bayu, signing, contextAt(hour))), 'FourEyes')
  assert.equal(kindOf(decide(checked, sri, signing, contextAt(hour))), 'ok')
})

test('Sent back, the clock stands still; corrected, verdicts stand except on what was changed', () => {
  const back = after([rina, take], ...judged, [rina, { kind: 'send-back', fields: ['title'], documents: ['proposal'], message: words }])
  assert.equal(clock.deadline(back), null)
  const { application } = record(back, decide(back, dewi, corrected, contextAt(10 * hour)), 10 * hour, { kind: 'applicant', person: 'dewi' })
  assert.deepEqual(application.documentVerdicts, { ktp: 'accepted' })
  assert.deepEqual(application.stops, [{ from: hour, to: 10 * hour, reason: 'applicant' }])
  assert.equal(clock.deadline(application), 48 * hour + 9 * hour)
  assert.equal(application.task?.role, 'verifier')
})

test('A correction that leaves a marked part as it was is refused and says which', () => {
  const back = after([rina, take], [rina, { kind: 'send-back', fields: ['name', 'title'], documents: ['ktp', 'proposal'], message: words }])
  const refusalOf = (change: Partial<typeof corrected>) => {
    const decision = decide(back, dewi, { ...corrected, changed: ['name', 'title'], ...change }, contextAt(hour))
    return decision.ok ? null : decision.refusal
  }
  const replaced = documents.map((document) => ({ ...document, document: 'new', digest: 'new' }))
  assert.deepEqual(refusalOf({ documents, changed: [] }), { kind: 'Unchanged', fields: ['name', 'title'], documents: ['ktp', 'proposal'] })
  assert.deepEqual(refusalOf({ documents: [replaced[0]!, documents[1]!], changed: ['title'] }), { kind: 'Unchanged', fields: ['name'], documents: ['proposal'] })
  const again = [replaced[0]!, { ...documents[1]!, document: 'uploaded again' }]
  assert.deepEqual(refusalOf({ documents: again }), { kind: 'Unchanged', fields: [], documents: ['proposal'] }, 'the same file once more is no other file')
  assert.deepEqual(refusalOf({ documents: replaced, changed: [] }), { kind: 'Unchanged', fields: ['name', 'title'], documents: [] })
  assert.equal(refusalOf({ documents: replaced }), null)
})

test('A timer that comes late or twice changes nothing', () => {
  const timed = (now: number): Context => ({ ...contextAt(now), service: withTimers, facts: { cities: ['3171'], remindOfficerAt: '1970-01-01T20:00:00Z', remindHeadAt: null } })
  const { application } = record(null, submit(submission, timed(0)), 0, { kind: 'applicant', person: 'dewi' })
  const fired = record(application, fireTimer(application, { element: 'remind-officer' }, timed(20 * hour)), 20 * hour, { kind: 'system' }).application
  assert.equal(fireTimer(fired, { element: 'remind-officer' }, timed(21 * hour)).ok, false)
  const done = after([rina, take], [rina, { kind: 'reject', reasons: ['bukan-penelitian'], message: null }])
  assert.equal(kindOf(fireTimer(done, { element: 'remind-head-check' }, contextAt(22 * hour))), 'Decided')
})

test('Stops of streams from before the clock had words of its own fold to the same stops, and none is doubled', () => {
  const back = after([rina, take], [rina, { kind: 'send-back', fields: ['title'], documents: [], message: words }])
  const decision = decide(back, rina, { kind: 'add-note', note: words }, contextAt(2 * hour))
  const { application } = record(back, decision, 2 * hour, { kind: 'staff', person: 'rina', role: 'verifier' })
  assert.deepEqual(application.stops, [{ from: hour, to: null, reason: 'applicant' }])
  const recorded = (event: ApplicationEvent, version: number, at: number): Recorded => ({ stream: 'case', version, at, by: { kind: 'system' }, event })
  const withWords = evolve(application, recorded({ type: 'ClockStopped', reason: 'applicant' }, application.version + 1, 3 * hour))
  assert.deepEqual(withWords.stops, application.stops)
  const paying = evolve(withWords, recorded({ type: 'ClockStopped', reason: 'payment' }, withWords.version + 1, 4 * hour))
  assert.deepEqual(paying.stops, [{ from: hour, to: 4 * hour, reason: 'applicant' }, { from: 4 * hour, to: null, reason: 'payment' }])
})

test('What the law approved ends by the way of its own process, and is nobody\'s signature', () => {
  const deadline = 48 * hour
  const { kind: _, ...signed } = signing
  const taken = after([rina, take])
  const decision = deem(taken, signed, deadline, contextAt(deadline))
  assert.ok(decision.ok)
  assert.deepEqual(decision.events.slice(0, 2).map(({ type }) => type), ['DeemedApproved', 'PermitSigned'])
  const { application } = record(taken, decision, deadline, { kind: 'system' })
  assert.deepEqual([application.outcome, application.deemed, application.task], ['approved', true, null])
  assert.equal(kindOf(deem(application, signed, deadline, contextAt(deadline))), 'Decided')
  assert.equal(kindOf(deliver(application, contextAt(deadline))), 'ok')
})

test('Once the law has approved, a case that was complete is neither judged, sent back nor rejected', () => {
  const lawful = { ...service, deemedApproval: { on: true, basis: 'UU', words: { id: '', en: '' } } }
  const at = (now: number): Context => ({ ...contextAt(now), service: lawful })
  const taken = after([rina, take])
  const reject: Command = { kind: 'reject', reasons: ['bukan-penelitian'], message: null }
  assert.equal(kindOf(decide(taken, rina, reject, at(clock.deadline(taken)! - 1))), 'ok')
  assert.equal(kindOf(decide(taken, rina, reject, at(clock.deadline(taken)!))), 'Lapsed')
  assert.equal(kindOf(decide(taken, rina, reject, contextAt(clock.deadline(taken)!))), 'ok', 'where the law says nothing of it, late is only late')
  const incomplete = after([rina, take], [rina, { kind: 'judge-document', document: 'ktp', verdict: 'refused' }])
  assert.equal(kindOf(decide(incomplete, rina, reject, at(clock.deadline(taken)!))), 'ok')
})

const person = fc.constantFrom(dewi, rina, bayu, sri, stranger)
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant(take),
  fc.constantFrom<Command>({ kind: 'release' }, { kind: 'approve' }, { kind: 'withdraw' }, signing, { kind: 'return', reason: words }, { kind: 'add-note', note: words }),
  fc.record({ kind: fc.constant('judge-document' as const), document: fc.constantFrom('ktp', 'proposal', 'nothing'), verdict: fc.constantFrom('accepted' as const, 'refused' as const, 'open' as const) }),
  fc.record({ kind: fc.constant('send-back' as const), fields: fc.subarray(['name', 'title', 'nothing']), documents: fc.subarray(['ktp', 'proposal']), message: fc.constantFrom(words, null) }),
  fc.record({ kind: fc.constant('reject' as const), reasons: fc.subarray(['bukan-penelitian', 'tidak-suka']), message: fc.constant(null) }),
  fc.record({
    kind: fc.constant('correct' as const),
    answers: fc.constant({ version: 2, digest: 'b' }),
    documents: fc.constantFrom(documents, corrected.documents),
    changed: fc.subarray(['name', 'title']),
  }),
)

test('Whatever people try in whatever order, the stream stays whole and the rules hold', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(person, command), { maxLength: 40 }), (attempts) => {
      const start = begun()
      let { application } = start
      const stream: Recorded[] = [...start.recorded]
      for (const [index, [who, what]] of attempts.entries()) {
        const at = (index + 1) * hour
        const untouched = structuredClone(application)
        const decision = decide(application, who, what, contextAt(at))
        assert.deepEqual(application, untouched, 'deciding changes nothing')
        if (!decision.ok) continue
        if (application.outcome !== null) assert.equal(what.kind, 'add-note', 'a decided case is closed')
        if (decision.events.length === 0) continue
        const next = record(application, decision, at, actorOf(who, application))
        checkEvents(application, who, decision.events)
        application = next.application
        stream.push(...next.recorded)
      }
      assert.deepEqual(replay(stream), application, 'the stream alone tells everything')
      assert.deepEqual(replay(JSON.parse(JSON.stringify(stream)) as Recorded[]), application, 'also after it lay on the disk')
    }),
    { numRuns: 300 },
  )
})

function checkEvents(before: Application, who: Person, events: readonly ApplicationEvent[]): void {
  for (const event of events) {
    if (event.type === 'PermitSigned') {
      assert.notEqual(before.checkedBy, who.person, 'four eyes')
      assert.ok(Object.values(before.documentVerdicts).filter((verdict) => verdict === 'accepted').length === documents.length)
    }
    if (event.type === 'DocumentJudged') assert.equal(before.task?.holder, who.person)
    if (event.type === 'CorrectionSubmitted')
      for (const key of before.correction?.documents ?? [])
        assert.ok(event.documents.find((each) => each.requirement === key)?.digest !== before.documents.find((each) => each.requirement === key)?.digest, 'a marked document was replaced')
    if (event.type === 'TaskTaken') assert.equal(before.task?.holder, null)
  }
}
