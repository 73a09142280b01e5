import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Application } from '../application.ts'
import { emptyJournal, writeRecord, type JournalEnd } from './journal.ts'
import type { CounterCommand, Decide } from './record.ts'
import { receive, service, sha256, standingOf, upload, type TestOffice } from './test-office.ts'

const nine = Date.parse('2026-11-24T02:00:00Z')
const minute = 60_000
const uuid = (kind: number, number: number) => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
const papersOf = (application: string) => ['ktp', 'proposal'].map((requirement) => `${requirement} of ${application}`)

/** A device that was cut off at nine; each record comes a minute after the one before. */
function device(number: number) {
  const id = uuid(1, number)
  let end: JournalEnd = emptyJournal(id)
  const bodies: string[] = []
  return {
    id,
    officer: `officer-${number}`,
    bodies,
    async does(command: string, does: CounterCommand, after: readonly string[] = [], since: number | null = (end.sequence + 1) * minute) {
      const clock = { wall: nine + 86_400_000 + (end.sequence + 1) * minute, skew: 86_400_000, stamp: { at: nine, mac: '' }, since }
      const written = await writeRecord(end, { command, officer: `officer-${number}`, clock, after, does }, async (text) => sha256(text), async () => '')
      end = written.end
      bodies.push(written.record.body)
      return written.record.body
    },
  }
}

const takeIn = (application: string, name: string): CounterCommand => ({
  kind: 'take-in', application, number: `IP-${application.slice(-4)}`, service: service.id, serviceVersion: service.version, answers: { name, title: 'Antrean' },
  documents: ['ktp', 'proposal'].map((requirement, index) => ({ requirement, fileName: 'scan.jpg', sha256: sha256(papersOf(application)[index]!) })),
})
const decision = (application: string, change: Partial<Decide> = {}): Decide => ({
  kind: 'decide', application, seen: { task: 'check', answersVersion: 1, returned: null }, outOfTurn: null, documents: { ktp: 'accepted', proposal: 'accepted' }, fields: {}, outcome: { kind: 'approve' }, ...change,
})
const office = (devices: readonly { readonly id: string }[], applications: readonly (readonly [device: number, id: string])[]): TestOffice => ({
  kept: new Map(), cases: new Map(), uploads: new Map(), officers: new Set(devices.map((_, index) => `officer-${index}`)),
  reserved: new Map(applications.map(([number, id]) => [id, { device: devices[number]!.id, number: `IP-${id.slice(-4)}`, service: service.id }])),
})

test('An application taken in alone stands in the record with the time of its receipt, and is decided by what its counter decided', async () => {
  const one = device(0)
  const [id, first, second] = [uuid(2, 1), uuid(3, 1), uuid(3, 2)]
  const bodies = [await one.does(first, takeIn(id, 'Dewi')), await one.does(second, decision(id), [first])]
  const desk = office([one], [[0, id]])
  for (const paper of papersOf(id)) upload(desk, paper, nine)
  const answers = bodies.map((body) => receive(desk, body, nine + 8 * 60 * minute))
  assert.deepEqual(answers.map(({ verdict }) => verdict), ['accepted', 'accepted'])
  assert.equal(desk.cases.get(id)?.submittedAt, nine + minute, 'by the clock that only runs forward, whatever the other says')
  assert.equal(desk.cases.get(id)?.task?.role, 'head')
})

test('A record waits for its document and for what it builds on, and holds up nothing else', async () => {
  const one = device(0)
  const ids = [uuid(2, 1), uuid(2, 2)]
  const bodies = [
    await one.does(uuid(3, 1), takeIn(ids[0]!, 'Dewi')), await one.does(uuid(3, 2), decision(ids[0]!), [uuid(3, 1)]), await one.does(uuid(3, 3), takeIn(ids[1]!, 'Agus')),
  ]
  const desk = office([one], ids.map((id) => [0, id] as const))
  for (const paper of papersOf(ids[1]!)) upload(desk, paper, nine)
  const verdicts = bodies.map((body) => receive(desk, body, nine + 60 * minute).verdict)
  assert.deepEqual(verdicts, ['waiting', 'waiting', 'accepted'])
  for (const paper of papersOf(ids[0]!)) upload(desk, paper, nine + 61 * minute)
  assert.deepEqual(bodies.map((body) => receive(desk, body, nine + 62 * minute).verdict), ['accepted', 'accepted', 'accepted'])
})

test('A record that never came leaves a gap in the chain, and those after it are judged all the same', async () => {
  const one = device(0)
  const ids = [uuid(2, 1), uuid(2, 2)]
  await one.does(uuid(3, 1), takeIn(ids[0]!, 'Dewi'))
  const after = await one.does(uuid(3, 2), takeIn(ids[1]!, 'Agus'))
  const desk = office([one], ids.map((id) => [0, id] as const))
  for (const id of ids) papersOf(id).forEach((paper) => upload(desk, paper, nine))
  assert.equal(receive(desk, after, nine + 60 * minute).verdict, 'accepted')
  assert.equal(receive(desk, one.bodies[0]!, nine + 61 * minute).verdict, 'accepted')
})

test('Of a device that was copied, the record that comes second is before a person', async () => {
  const [one, copy] = [device(0), device(0)]
  const ids = [uuid(2, 1), uuid(2, 2)]
  const bodies = [await one.does(uuid(3, 1), takeIn(ids[0]!, 'Dewi')), await copy.does(uuid(3, 2), takeIn(ids[1]!, 'Agus'))]
  const desk = office([one], ids.map((id) => [0, id] as const))
  for (const id of ids) papersOf(id).forEach((paper) => upload(desk, paper, nine))
  const [, second] = bodies.map((body) => receive(desk, body, nine + 60 * minute))
  assert.deepEqual(second, { verdict: 'set-aside', reason: { kind: 'Forked' } })
})

test('What was changed after it was decided elsewhere is before a person: a new step, new answers, other hands', async () => {
  const [one, two] = [device(0), device(1)]
  const id = uuid(2, 1)
  const bodies = [await one.does(uuid(3, 1), takeIn(id, 'Dewi')), await one.does(uuid(3, 2), decision(id, { outcome: null }), [uuid(3, 1)])]
  const desk = office([one, two], [[0, id]])
  for (const paper of papersOf(id)) upload(desk, paper, nine)
  for (const body of bodies) receive(desk, body, nine + 60 * minute)
  const held = await two.does(uuid(3, 3), decision(id))
  assert.deepEqual(receive(desk, held, nine + 61 * minute), { verdict: 'set-aside', reason: { kind: 'Refused', refusal: { kind: 'HeldByAnother' } } })
  const older = await two.does(uuid(3, 4), decision(id, { seen: { task: 'check', answersVersion: 0, returned: null } }))
  assert.deepEqual(receive(desk, older, nine + 61 * minute), { verdict: 'set-aside', reason: { kind: 'CaseMoved' } })
})

/** A day on some devices: applications, decisions of their own, and decisions of cases that all of them hold. */
const days = fc.record({
  devices: fc.array(fc.array(fc.record({ wrong: fc.boolean(), decides: fc.boolean(), shared: fc.option(fc.nat({ max: 3 })) }), { maxLength: 4 }), { minLength: 2, maxLength: 3 }),
  seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  other: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
})

async function writeDay(plan: readonly (readonly { wrong: boolean; decides: boolean; shared: number | null }[])[]) {
  const devices = plan.map((_, index) => device(index))
  const applications: (readonly [number, string])[] = []
  const home = device(9)
  const shared = [0, 1, 2, 3].map((number) => uuid(2, 9000 + number))
  for (const [index, id] of shared.entries()) await home.does(uuid(3, 9000 + index), takeIn(id, 'Siti'))
  let next = 0
  for (const [number, steps] of plan.entries())
    for (const { wrong, decides, shared: which } of steps) {
      const [id, command] = [uuid(2, ++next), uuid(3, next)]
      applications.push([number, id])
      await devices[number]!.does(command, takeIn(id, wrong ? '' : 'Dewi'))
      if (decides) await devices[number]!.does(uuid(4, next), decision(id), [command])
      if (which !== null) await devices[number]!.does(uuid(5, next), decision(shared[which]!))
    }
  const open = () => {
    const desk = office([...devices, home], [...applications, ...shared.map((id) => [devices.length, id] as const)])
    const known = { ...desk, officers: new Set([...desk.officers, 'officer-9']) }
    for (const id of shared) papersOf(id).forEach((paper) => upload(known, paper, nine))
    for (const body of home.bodies) assert.equal(receive(known, body, nine + minute).verdict, 'accepted')
    return known
  }
  return { devices, applications, shared, open }
}

type Day = Awaited<ReturnType<typeof writeDay>>

/** What comes when: the records of each device in their order, mixed with each other, with documents and with what came before. */
function sync({ devices, applications, open }: Day, chance: readonly number[], repeats: boolean): TestOffice {
  const desk = open()
  const left = devices.map(({ bodies }) => [...bodies])
  const papers = applications.flatMap(([, id]) => papersOf(id))
  const sent: string[] = []
  let at = nine + 9 * 60 * minute
  for (let step = 0; left.some((each) => each.length > 0) || papers.length > 0; step++) {
    const pick = (chance[step % chance.length] ?? 0) + step
    const open = left.filter((each) => each.length > 0)
    if (papers.length > 0 && (pick % 3 === 0 || open.length === 0)) upload(desk, papers.splice(pick % papers.length, 1)[0]!, at)
    else {
      const body = open[pick % open.length]!.shift()!
      receive(desk, body, at)
      sent.push(body)
    }
    if (repeats) for (const body of sent.slice(-(pick % 5) - 1)) receive(desk, body, at)
    at += 1000
  }
  return desk
}

const story = (desk: TestOffice) => ({
  cases: [...desk.cases.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  verdicts: [...desk.kept.values()].map(({ record, judged }) => [record.command, judged] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
})
const short = ({ id, number, task, outcome, submittedAt }: Application) => ({ id, number, role: task?.role, outcome, submittedAt })

test('However often the line breaks and whatever is sent again, the same day gives the same record', async () => {
  await fc.assert(
    fc.asyncProperty(days, async ({ devices, seed }) => {
      const day = await writeDay(devices)
      assert.deepEqual(story(sync(day, seed, true)), story(sync(day, seed, false)))
    }),
    { numRuns: 60 },
  )
})

test('In whatever order the devices come back, nothing is lost or doubled, and only a contested case can end by another hand', async () => {
  await fc.assert(
    fc.asyncProperty(days, async ({ devices, seed, other }) => {
      const day = await writeDay(devices)
      const [one, two] = [sync(day, seed, true), sync(day, other, true)]
      const contested = (id: string) => day.shared.includes(id)
      const own = (desk: TestOffice) => story(desk).cases.filter(({ id }) => !contested(id)).map(short)
      assert.deepEqual(own(one), own(two))
      const written = day.devices.reduce((sum, { bodies }) => sum + bodies.length, 0) + day.shared.length
      for (const desk of [one, two]) {
        assert.equal(desk.kept.size, written, 'every record is kept once')
        assert.equal(new Set([...desk.cases.values()].map(({ number }) => number)).size, desk.cases.size)
        assert.equal(desk.cases.size, day.shared.length + devices.flat().filter(({ wrong }) => !wrong).length)
        for (const [index, id] of day.shared.entries()) {
          const tried = [...desk.kept.values()].filter(({ record }) => record.does.kind === 'decide' && record.does.application === id)
          const stands = tried.filter(({ judged }) => judged.verdict === 'accepted').length
          assert.equal(stands, tried.length === 0 ? 0 : 1, `case ${index} is decided once`)
          assert.equal(tried.filter(({ judged }) => judged.verdict === 'set-aside').length, tried.length - stands, 'the others are before a person')
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('What builds on a record that is before a person waits with it; nothing else does', async () => {
  const one = device(0)
  const ids = [uuid(2, 1), uuid(2, 2)]
  await one.does(uuid(3, 1), takeIn(ids[0]!, ''))
  await one.does(uuid(3, 2), decision(ids[0]!), [uuid(3, 1)])
  await one.does(uuid(3, 3), takeIn(ids[1]!, 'Agus'))
  const desk = office([one], ids.map((id) => [0, id] as const))
  for (const id of ids) papersOf(id).forEach((paper) => upload(desk, paper, nine))
  for (const body of one.bodies) receive(desk, body, nine + 60 * minute)
  assert.deepEqual([uuid(3, 1), uuid(3, 2), uuid(3, 3)].map((command) => standingOf(desk, command)), ['set-aside', 'waiting', 'accepted'])
})
