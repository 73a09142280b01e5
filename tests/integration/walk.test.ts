import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { compactVerify, createLocalJWKSet } from 'jose'
import { attachDocument } from '../../src/usecases/attach-document.ts'
import { correctApplication } from '../../src/usecases/correct-application.ts'
import { rejectApplication, sendBack } from '../../src/usecases/decide-case.ts'
import { deliverPermit } from '../../src/usecases/deliver-permit.ts'
import { permitPdf, receiptPdf } from '../../src/usecases/documents-of-case.ts'
import { judgeCase } from '../../src/usecases/judge-case.ts'
import { readCase } from '../../src/usecases/read-case.ts'
import { readDraft } from '../../src/usecases/read-draft.ts'
import { saveAnswers } from '../../src/usecases/save-answers.ts'
import { signPermits } from '../../src/usecases/sign-permits.ts'
import { trackApplication, trackByCode } from '../../src/usecases/track-application.ts'
import { checkPdf, verifyPermit } from '../../src/usecases/verify-permit.ts'
import { withdrawApplication } from '../../src/usecases/withdraw-application.ts'
import { approve, sign, take } from '../support/office-work.ts'
import { fillResearch, letter, submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

const hour = 3_600_000

test('A research permit goes from the applicant over verifier and head to a PDF that anyone can verify', async () => {
  const { office } = house
  const [dewi, rina, sri] = [await house.citizen(), await house.staff('verifier'), await house.staff('head')]
  const { id, number } = await submitResearch(office, dewi)
  assert.match(number, /^IP-26-\d{6}-\d$/)
  const sent = await trackApplication(office, dewi, id)
  assert.ok(sent.ok)
  assert.equal(sent.view.unit.code, '3171')
  assert.equal(sent.view.state, 'checking')
  assert.ok(sent.view.deadline! > workday)

  await approve(office, rina, id)
  const permit = await sign(office, sri, id)
  assert.match(permit, /^\d{4}\.IP\.3171\.2026$/)
  await deliverPermit(office, id)

  const paper = await permitPdf(office, dewi, id)
  assert.ok(paper.ok)
  assert.equal(Buffer.from(paper.bytes.subarray(0, 5)).toString(), '%PDF-')
  assert.equal(await checkPdf(office, permit, paper.bytes), 'genuine')
  const changed = Uint8Array.from(paper.bytes)
  changed[changed.length >> 1]! ^= 1
  assert.equal(await checkPdf(office, permit, changed), 'changed')

  const verified = await verifyPermit(office, permit)
  assert.equal(verified.status, 'not-yet')
  assert.ok(!JSON.stringify('facts' in verified && verified.facts).includes('3171065203010004'), 'no NIK for a checker')
})

test('A plain JOSE library accepts the seal of a permit, and refuses it with one letter changed', async () => {
  const { office } = house
  const jws = await office.seals.sealJws({ sub: 'x' })
  const keys = createLocalJWKSet((await office.jwks()) as Parameters<typeof createLocalJWKSet>[0])
  await compactVerify(jws, keys)
  const [head, body, seal] = jws.split('.') as [string, string, string]
  const other = `${head}.${body.slice(0, -2)}${body.endsWith('A') ? 'BB' : 'AA'}.${seal}`
  await assert.rejects(compactVerify(other, keys))
})

test('Research in two cities is decided by the province', async () => {
  const { id } = await submitResearch(house.office, await house.citizen(), { places: { cities: ['3171', '3174'] } })
  const sri = await readCase(house.office, await house.staff('head'), id)
  assert.equal(sri.ok, false, 'the head of a city unit has no business there')
  const hadi = await readCase(house.office, await house.staff('head-province'), id)
  assert.ok(hadi.ok)
  assert.equal(hadi.view.unit.code, '31')
})

test('What was sent back opens only where it was marked, the clock stands still meanwhile, and the deadline moves on', async () => {
  const { office } = house
  house.setNow(workday)
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  const before = await trackApplication(office, dewi, id)
  assert.ok(before.ok)
  await take(office, rina, id)
  const back = await sendBack(office, rina, { id, fields: ['supervisor'], documents: ['proposal'], message: 'Tulis nama pembimbing lengkap.', command: randomUUID() })
  assert.ok(back.ok, JSON.stringify(back))

  const waiting = await trackApplication(office, dewi, id)
  assert.ok(waiting.ok)
  assert.equal(waiting.view.state, 'correction')
  assert.equal(waiting.view.deadline, null)
  assert.equal(waiting.view.correction?.message, 'Tulis nama pembimbing lengkap.')
  const draft = await readDraft(office, dewi, id)
  assert.ok(draft.ok)
  assert.deepEqual(draft.view.correction?.fields, ['supervisor'])

  const sneaked = await saveAnswers(office, dewi, { id, group: 'research', entries: { research_title: ['Sebuah judul yang lain sama sekali'] } })
  assert.equal(sneaked.ok, false, 'a field that was not marked stays closed')
  await saveAnswers(office, dewi, { id, group: 'correction', entries: { supervisor: ['Prof. Dr. Budi Santoso, M.Si.'] } })
  house.setNow(workday + 24 * hour)
  const half = await correctApplication(office, dewi, { id, command: randomUUID() })
  assert.deepEqual(half, { ok: false, refusal: { kind: 'Unchanged', documents: ['proposal'], fields: [] } })
  assert.ok((await attachDocument(office, dewi, { id, requirement: 'proposal', fileName: 'proposal.pdf', bytes: await letter('Proposal baru') })).ok)
  const corrected = await correctApplication(office, dewi, { id, command: randomUUID() })
  assert.ok(corrected.ok, JSON.stringify(corrected))

  const after = await trackApplication(office, dewi, id)
  assert.ok(after.ok)
  assert.equal(after.view.state, 'checking')
  assert.ok(after.view.deadline! > before.view.deadline!, 'the day with the applicant is not the office\'s')
  const read = await readCase(office, rina, id)
  assert.ok(read.ok)
  assert.equal(read.view.before['supervisor'], 'Dr. Budi Santoso')
  house.setNow(workday)
})

test('A correction in which a marked answer is still the same is refused, and sent once it is another', async () => {
  const { office } = house
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  await take(office, rina, id)
  assert.ok((await sendBack(office, rina, { id, fields: ['supervisor', 'members'], documents: [], message: 'Lengkapi.', command: randomUUID() })).ok)
  const refused = async (entries: Readonly<Record<string, readonly string[]>>) => {
    await saveAnswers(office, dewi, { id, group: 'correction', entries })
    const corrected = await correctApplication(office, dewi, { id, command: randomUUID() })
    return corrected.ok ? null : corrected.refusal
  }
  const same = { supervisor: [' Dr. Budi Santoso'], members: ['Siti Rahma\r\nAgus Salim\r\n'] }
  assert.deepEqual(await refused(same), { kind: 'Unchanged', documents: [], fields: ['supervisor', 'members'] })
  assert.deepEqual(await refused({ ...same, members: ['Siti Rahma'] }), { kind: 'Unchanged', documents: [], fields: ['supervisor'] })
  assert.equal(await refused({ supervisor: [''], members: ['Siti Rahma'] }), null, 'an answer that was taken away is another one')
})

test('A rejection needs a reason of the service, and the applicant reads it', async () => {
  const { office } = house
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  await take(office, rina, id)
  const none = await rejectApplication(office, rina, { id, reasons: [], message: '', command: randomUUID() })
  assert.equal(!none.ok && none.refusal.kind, 'ReasonMissing')
  const made = await rejectApplication(office, rina, { id, reasons: ['tidak-suka'], message: '', command: randomUUID() })
  assert.equal(!made.ok && made.refusal.kind, 'UnknownReason')
  const done = await rejectApplication(office, rina, { id, reasons: ['bukan-penelitian'], message: 'Kegiatan ini promosi.', command: randomUUID() })
  assert.ok(done.ok)
  const seen = await trackApplication(office, dewi, id)
  assert.ok(seen.ok)
  assert.equal(seen.view.state, 'rejected')
  assert.deepEqual(seen.view.rejection, { reasons: ['bukan-penelitian'], message: 'Kegiatan ini promosi.' })
})

test('The applicant may withdraw until the decision, and the officer finds the case decided', async () => {
  const { office } = house
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  await take(office, rina, id)
  assert.ok((await withdrawApplication(office, dewi, { id, command: randomUUID() })).ok)
  const late = await judgeCase(office, rina, { id, documents: { ktp: 'accepted' }, fields: {}, command: randomUUID() })
  assert.equal(!late.ok && late.refusal.kind, 'Decided')
})

test('Who checked a case may not sign it, and a refused document can not be approved', async () => {
  const { office } = house
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  await approve(office, rina, id)
  const both = { ...rina, duties: [{ duty: 'verifier', unit: '3171' }, { duty: 'head', unit: '3171' }] } as typeof rina
  const { results } = await signPermits(office, both, { ids: [id], command: randomUUID() })
  assert.equal(!results[0]!.ok && results[0]!.refusal.kind, 'FourEyes')
})

test('Number and code show where an application stands, without anything personal', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const { id, number } = await submitResearch(office, dewi)
  const own = await trackApplication(office, dewi, id)
  assert.ok(own.ok && own.view.own)
  const seen = await trackByCode(office, { number, code: own.view.own.code, address: '203.0.113.7' })
  assert.ok(seen.ok)
  assert.equal(seen.view.own, null)
  assert.ok(!JSON.stringify({ ...seen.view, service: null }).includes('Dewi'))
  const wrong = await trackByCode(office, { number, code: 'AAAA-AAAA', address: '203.0.113.8' })
  assert.equal(!wrong.ok && wrong.refusal.kind, 'NotFound')
})

test('The applicant sees who read their case, by duty and time', async () => {
  const { office } = house
  const [dewi, rina] = [await house.citizen(), await house.staff('verifier')]
  const { id } = await submitResearch(office, dewi)
  await readCase(office, rina, id)
  const own = await trackApplication(office, dewi, id)
  assert.ok(own.ok)
  assert.ok(own.view.own!.readers.some((reader) => reader.role === 'verifier'))
})

test('A receipt is a PDF that its owner alone gets', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const { id } = await submitResearch(office, dewi)
  const paper = await receiptPdf(office, dewi, id)
  assert.ok(paper.ok && Buffer.from(paper.bytes.subarray(0, 5)).toString() === '%PDF-')
  assert.equal((await receiptPdf(office, await house.citizen(), id)).ok, false)
})

test('Somebody else\'s draft and application are not there', async () => {
  const { office } = house
  const [dewi, other] = [await house.citizen(), await house.citizen()]
  const draft = await fillResearch(office, dewi)
  assert.deepEqual(await readDraft(office, other, draft), { ok: false, refusal: { kind: 'NotFound' } })
  const { id } = await submitResearch(office, await house.citizen())
  assert.deepEqual(await trackApplication(office, other, id), { ok: false, refusal: { kind: 'NotFound' } })
})
