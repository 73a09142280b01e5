import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { parse, stringify } from 'yaml'
import { loadRegions } from '../../src/adapters/regions.ts'
import { compileService, readServiceFiles } from '../../src/adapters/services/read-service.ts'
import type { Service } from '../../src/office/service.ts'
import { addJointLeave, removeJointLeave } from '../../src/usecases/calendar-days.ts'
import { correctApplication } from '../../src/usecases/correct-application.ts'
import { sendBack } from '../../src/usecases/decide-case.ts'
import { judgeCase } from '../../src/usecases/judge-case.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { saveAnswers } from '../../src/usecases/save-answers.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import type { Decree } from '../oracle/decrees.ts'
import { hireClerk, type PatientClerk } from '../oracle/patient-clerk.ts'
import { weekly } from '../oracle/plan-year.ts'
import { inOrder, readFacts } from '../oracle/read-facts.ts'
import { seededChance } from '../oracle/seeded-chance.ts'
import { watchCase, type Rules, type Turn, type Watched } from '../oracle/watch-case.ts'
import { acceptDocuments, approve, sign, take } from '../support/office-work.ts'
import { fillResearch } from '../support/research.ts'
import { openTwoNodes, type TwoNodes } from '../support/two-nodes.ts'

const count = Number(process.env['SATU_PINTU_TWO_NODES_CASES'] ?? 72)
const hour = 3_600_000
const wib = (local: string) => Date.parse(`${local}+07:00`)
const [opening, closing] = [wib('2040-02-15T06:00'), wib('2040-03-24T18:00')]
/** One unit in each zone of the country: that of the demo's staff, and two in which nobody ever comes to work. */
const units = [{ code: '3171', zone: 'Asia/Jakarta' }, { code: '3172', zone: 'Asia/Makassar' }, { code: '3173', zone: 'Asia/Jayapura' }] as const
/** The leap day is decreed to be off when most of its promises were told, and a day is decreed and taken back. */
const calendarActs = [
  { at: wib('2040-02-20T11:00'), date: '2040-02-24', add: true },
  { at: wib('2040-02-21T09:00'), date: '2040-02-24', add: false },
  { at: wib('2040-02-28T14:00'), date: '2040-02-29', add: true },
  { at: wib('2040-03-01T12:00'), date: '2040-03-02', add: true },
] as const

type Kind = { readonly service: Service; readonly rules: Rules }
type Story = { readonly id: string; readonly person: Visitor; readonly unit: (typeof units)[number]; readonly kind: Kind; readonly submitAt: number; readonly turns: Turn[]; readonly sentBack: number; heldFrom: number | null; ended: 'permit' | 'withdrawn' | null }

test('Two nodes on one database: weeks of promises in three time zones, and every reminder, escalation, deemed approval and mail comes once', { timeout: 1_200_000 }, async (t) => {
  const two = await openTwoNodes(opening)
  t.after(() => two.close())
  const [rina, sri] = [await two.house.staff('verifier'), await two.house.staff('head')]
  await moveUnits(two)
  const kinds = await publishKinds(two)
  const chance = seededChance(20)
  const stories = await fillDrafts(two, kinds, chance)
  const acts: { readonly at: number; readonly act: () => Promise<unknown> }[] = calendarActs.map(({ at, date, add }) => ({
    at,
    act: async () => {
      const office = two.offices[add ? 0 : 1]
      const change = { date, name: 'Cuti bersama', command: randomUUID() }
      assert.ok((add ? await addJointLeave(office, sri, change) : await removeJointLeave(office, sri, change)).ok)
    },
  }))
  for (const [index, story] of stories.entries()) {
    const office = { ...two.offices[index % 2]!, services: { ...two.offices[index % 2]!.services, current: () => story.kind.service } }
    acts.push({ at: story.submitAt, act: async () => assert.ok((await submitApplication(office, story.person, { id: story.id, declared: true, command: randomUUID() })).ok) })
    acts.push(...lifeOf(story, two.offices[(index + 1) % 2]!, rina, sri, chance))
  }
  for (const { at, act } of acts.sort((a, b) => a.at - b.at)) {
    await two.passTo(at, { twice: true })
    await act()
  }
  await two.passTo(closing, { twice: true })

  assert.deepEqual(two.failures, [])
  await checkRecords(two, stories)
  await checkMails(two, stories, await numbersOf(two, stories))
  for (const node of [0, 1]) assert.ok(two.mails.filter((mail) => mail.node === node).length > count / 2, `node ${node} did its share`)
  assert.equal(new Set(two.mails.map(({ messageId }) => messageId)).size, two.mails.length, 'no mail was sent twice')
  const waiting = (await two.pending()).filter(({ task }) => task === 'promise')
  assert.equal(new Set(waiting.map(({ key }) => key)).size, waiting.length, 'one job a case at most')
  t.diagnostic(`${stories.length} cases, ${two.mails.length} mails, ${two.mails.filter(({ node }) => node === 1).length} of them by the second node`)
})

/** Two units get a time zone of their own; a decree makes every node look at the calendars again. */
async function moveUnits(two: TwoNodes): Promise<void> {
  const owner = new pg.Client({ connectionString: two.house.database.adminUrl })
  await owner.connect()
  for (const { code, zone } of units) await owner.query('update office.units set zone = $2 where code = $1', [code, zone])
  await owner.end()
  const hadi = await two.house.staff('head-province')
  assert.ok((await addJointLeave(two.offices[0], hadi, { date: '2040-03-12', name: 'Cuti bersama', command: randomUUID() })).ok)
}

/** The research permit as it is, and one of three days for which silence is an approval. Both are published under their versions. */
async function publishKinds(two: TwoNodes): Promise<readonly Kind[]> {
  const files = await readServiceFiles(fileURLToPath(new URL('../../services/izin-penelitian/', import.meta.url)))
  const facts = parse(files['service.yaml']!) as Record<string, unknown>
  const escalation = [{ to: 'verifier', before: 'P1D' }, { to: 'head', before: 'PT90M' }, { to: 'above', before: 'PT1H' }, { to: 'above', after: 'P1D' }] as const
  const byLaw = stringify({ ...facts, days: 3, one_day_service: false, escalation, deemed_approval: { ...(facts['deemed_approval'] as object), on: true } })
  const [plain, deemed] = await Promise.all([files, { ...files, 'service.yaml': byLaw }].map(async (each) => ({ each, service: await compileService(each, await loadRegions()) })))
  const pool = two.house.database.openPool(1)
  for (const { each, service } of [plain!, deemed!]) await pool.query('insert into service_versions (service, version, files) values ($1, $2, $3) on conflict do nothing', [service.id, service.version, JSON.stringify(each)])
  return [
    { service: plain!.service, rules: { days: 1, deemed: false, steps: [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }] } },
    { service: deemed!.service, rules: { days: 3, deemed: true, steps: escalation } },
  ]
}

async function fillDrafts(two: TwoNodes, kinds: readonly Kind[], chance: ReturnType<typeof seededChance>): Promise<readonly Story[]> {
  const stories: Story[] = []
  for (let index = 0; index < count; index += 1) {
    const unit = units[index % 4 < 2 ? 0 : (index % 4) - 1]!
    const kind = kinds[index % 3 === 0 ? 0 : 1]!
    const office = { ...two.offices[index % 2]!, services: { ...two.offices[index % 2]!.services, current: () => kind.service } }
    const person = await two.house.citizen()
    const id = await fillResearch(office, person, { places: { cities: [unit.code], districts: [], start: ['2040-04-02'], end: ['2040-12-31'] } })
    const day = wib('2040-02-16T00:00') + chance.whole(0, 11) * 24 * hour
    const submitAt = day + chance.pick([7.5 * hour, 10 * hour, 15 * hour - 1, 15 * hour, 16 * hour - 1, 16 * hour, 22 * hour, chance.whole(0, 24 * 60) * 60_000])
    stories.push({ id, person, unit, kind, submitAt, turns: [], sentBack: chance.happens(0.3) && unit.code === '3171' ? 1 : 0, heldFrom: null, ended: null })
  }
  return stories
}

/** What people do with a case: send it back and correct it, approve and sign it, take it back, refuse a document and forget it; or nothing at all. */
function lifeOf(story: Story, office: Office, rina: Visitor, sri: Visitor, chance: ReturnType<typeof seededChance>): { readonly at: number; readonly act: () => Promise<unknown> }[] {
  const { id, turns, person } = story
  const life: { at: number; act: () => Promise<unknown> }[] = []
  let at = story.submitAt
  const next = (longest: number) => (at += chance.whole(1, longest * 60) * 60_000)
  const does = (kinds: Turn['kinds'], work: () => Promise<unknown>, longest: number) => {
    const then = next(longest)
    life.push({
      at: then,
      act: async () => {
        // Silence may have become an approval meanwhile.
        if ((await office.store.transaction((tx) => tx.load(id)))?.outcome) return
        await work()
        turns.push({ at: then, kinds })
      },
    })
  }
  if (story.unit.code !== '3171') {
    if (chance.happens(0.25)) does(['decided'], async () => { assert.ok((await withdrawApplication(office, person, { id, command: randomUUID() })).ok); story.ended = 'withdrawn' }, 60)
    return life
  }
  if (story.sentBack > 0) {
    does(['stop'], async () => {
      await take(office, rina, id)
      const back = await sendBack(office, rina, { id, fields: ['supervisor'], documents: [], message: 'Tulis lengkap.', command: randomUUID() })
      assert.ok(back.ok, JSON.stringify(back))
    }, 20)
    does(['to-verifier', 'start'], async () => {
      await saveAnswers(office, person, { id, group: 'correction', entries: { supervisor: ['Prof. Dr. Budi Santoso'] } })
      assert.ok((await correctApplication(office, person, { id, command: randomUUID() })).ok)
    }, 130)
  }
  const end = chance.whole(1, 10)
  if (end <= 4) {
    does(['complete', 'to-head'], () => approve(office, rina, id), 40)
    if (end <= 2) does(['decided'], async () => { await sign(office, sri, id); story.ended = 'permit' }, 30)
  } else if (end === 5)
    does(['incomplete'], async () => {
      await take(office, rina, id)
      await acceptDocuments(office, rina, id)
      assert.ok((await judgeCase(office, rina, { id, documents: { proposal: 'refused' }, fields: {}, command: randomUUID() })).ok)
      story.heldFrom = at
    }, 20)
  return life
}

/** What the clerk says of a case that was followed to the end. */
function watched(clerks: ReadonlyMap<string, PatientClerk>, decrees: readonly Decree[], story: Story): Watched {
  return watchCase({ clerk: clerks.get(story.unit.zone)!, decrees, runs: (at) => at }, story.kind.rules, story.submitAt, story.turns, closing)
}

async function expected(two: TwoNodes, stories: readonly Story[]): Promise<ReadonlyMap<string, Watched>> {
  const { rows } = await two.house.database.openPool(1).query<{ date: string }>("select date from calendar_days where kind = 'national' order by date")
  const national = rows.map(({ date }): Decree => ({ date, from: opening, until: null }))
  const decreed = calendarActs.filter(({ add }) => add).map(({ at, date }): Decree => ({ date, from: at, until: calendarActs.find((act) => act.date === date && !act.add)?.at ?? null }))
  const decrees = [...national, { date: '2040-03-12', from: opening, until: null }, ...decreed]
  const clerks = new Map(units.map(({ zone }) => [zone, hireClerk({ zone, weekly }, Date.UTC(2040, 0, 1), Date.UTC(2040, 6, 1))]))
  return new Map(stories.map((story) => [story.id, watched(clerks, decrees, story)]))
}

async function checkRecords(two: TwoNodes, stories: readonly Story[]): Promise<void> {
  const clerk = await expected(two, stories)
  const seen = new Set<string>()
  for (const story of stories) {
    const facts = await two.offices[0].store.transaction((tx) => tx.stream(story.id))
    const { moved, said } = clerk.get(story.id)!
    assert.deepEqual(readFacts(facts), { moved, said: inOrder(said) }, JSON.stringify({ ...story, kind: story.kind.rules.days }))
    for (const { key } of said) seen.add(key)
    if (moved.length > 0) seen.add('moved')
  }
  for (const key of ['verifier:PT4H', 'head:PT2H', 'above:+PT0S', 'verifier:P1D', 'deemed:P2D', 'deemed:P1D', 'deemed:PT4H', 'lapse', 'lapse:incomplete', 'moved']) assert.ok(seen.has(key), `${key} was to be seen`)
}

async function numbersOf(two: TwoNodes, stories: readonly Story[]): Promise<ReadonlyMap<string, string>> {
  return two.offices[1].store.transaction(async (tx) => {
    const numbers = new Map<string, string>()
    for (const { id } of stories) numbers.set(id, (await tx.load(id))!.number)
    return numbers
  })
}

/** Every mail that the facts call for lies once in its reader's mailbox, and no other. */
async function checkMails(two: TwoNodes, stories: readonly Story[], numbers: ReadonlyMap<string, string>): Promise<void> {
  const clerk = await expected(two, stories)
  for (const story of stories) {
    const { moved, said } = clerk.get(story.id)!
    const of = (is: (key: string) => boolean) => said.filter(({ key }) => is(key)).length
    const lapsed = of((key) => key === 'lapse')
    const ofVerifier = said.filter(({ key }) => key.startsWith('verifier'))
    const kinds = story.turns.flatMap((turn) => turn.kinds)
    const hasStaff = story.unit.code === '3171'
    const wanted = {
      applicant: 1 + kinds.filter((kind) => kind === 'stop' || kind === 'start').length + moved.length + (story.ended || lapsed ? 1 : 0),
      rina: hasStaff ? ofVerifier.length : 0,
      bayu: hasStaff ? ofVerifier.filter(({ at }) => story.heldFrom === null || at <= story.heldFrom).length : 0,
      sri: hasStaff ? of((key) => key.startsWith('head') || key.startsWith('deemed') || key.startsWith('lapse')) : 0,
      hadi: of((key) => key.startsWith('above')) + lapsed,
    }
    const number = numbers.get(story.id)!
    const about = two.mails.filter((mail) => mail.subject.includes(number) || mail.text.includes(number))
    const to = (address: string) => about.filter((mail) => mail.to.includes(address)).length
    const found = { applicant: to(story.person.email), rina: to('rina@'), bayu: to('bayu@'), sri: to('sri@'), hadi: to('hadi@') }
    assert.deepEqual(found, wanted, `${number} ${JSON.stringify(about.map((mail) => [mail.to, mail.subject]))} ${JSON.stringify(said)}`)
  }
}
