import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browserWith, meta, openTestOffice, otherCode } from './test-office.ts'
import type { TestOffice } from './test-office.ts'
import { totpAt } from './totp.ts'

const password = 'kuda-terbang-di-atas-monas'
const totpSecret = 'JANGAN-DITIRU-0001'

let office: TestOffice
before(async () => {
  office = await openTestOffice()
})
after(() => office.close())

let count = 0
async function hire(): Promise<{ readonly email: string; readonly userId: string }> {
  const email = `petugas${++count}@kantor.example`
  const { userId } = await office.identity.createStaff({ email, name: 'Rina', password, totpSecret })
  return { email, userId }
}

/** The password step, giving the browser that may do the second. */
async function passPassword(email: string): Promise<Headers> {
  const answer = await office.identity.signInWithPassword(email, password, meta)
  assert.ok(answer.ok)
  assert.equal(answer.next, 'totp')
  return browserWith(answer.setCookies)
}

async function signIn(email: string) {
  const browser = await passPassword(email)
  const answer = await office.identity.verifyTotp(totpAt(totpSecret, Date.now()), browser, meta)
  assert.ok(answer.ok)
  return answer
}

function kindOf(answer: { ok: true } | { ok: false; refusal: { kind: string } }): string {
  return answer.ok ? 'ok' : answer.refusal.kind
}

test('an officer signs in with password and TOTP, and not before both', async () => {
  const { email, userId } = await hire()
  const half = await passPassword(email)
  assert.equal(await office.identity.session(half), null)
  const answer = await office.identity.verifyTotp(office.identity.currentTotp(totpSecret), half, meta)
  assert.ok(answer.ok)
  assert.deepEqual(
    { ...answer.user, sessionId: '' },
    { userId, email, name: 'Rina', kind: 'staff', locale: 'id', sessionId: '', secondFactor: true },
  )
  assert.deepEqual(await office.identity.session(browserWith(answer.setCookies)), answer.user)
})

test('the password step leaves no session behind in the database', async () => {
  const { email, userId } = await hire()
  await passPassword(email)
  const sessions = await office.pool.query('select from identity.session where "userId" = $1', [userId])
  assert.equal(sessions.rowCount, 0)
})

test('a TOTP code is never accepted twice, in another sign-in or on another node', async () => {
  const { email } = await hire()
  const first = await passPassword(email)
  const second = await passPassword(email)
  const third = await passPassword(email)
  const code = totpAt(totpSecret, Date.now())
  assert.equal(kindOf(await office.identity.verifyTotp(code, first, meta)), 'ok')
  assert.equal(kindOf(await office.identity.verifyTotp(code, second, meta)), 'CodeAlreadyUsed')
  assert.equal(kindOf(await office.openNode().verifyTotp(code, third, meta)), 'CodeAlreadyUsed')
  // The pending sign-in is still good for the next code.
  const next = totpAt(totpSecret, Date.now() + 30_000)
  assert.equal(kindOf(await office.identity.verifyTotp(next, second, meta)), 'ok')
})

test('one code sent twenty times at once makes one session', async () => {
  const { email, userId } = await hire()
  const browser = await passPassword(email)
  const code = totpAt(totpSecret, Date.now())
  const send = () => office.identity.verifyTotp(code, browser, meta)
  const answers = await Promise.all(Array.from({ length: 20 }, send))
  assert.equal(answers.filter((answer) => answer.ok).length, 1)
  const sessions = await office.pool.query('select from identity.session where "userId" = $1', [userId])
  assert.equal(sessions.rowCount, 1)
})

test('five wrong TOTP codes end the pending sign-in', async () => {
  const { email } = await hire()
  const browser = await passPassword(email)
  const right = totpAt(totpSecret, Date.now())
  for (let wrong = 1; wrong <= 5; wrong++) {
    const answer = await office.identity.verifyTotp(otherCode(right, wrong * 111), browser, meta)
    assert.equal(kindOf(answer), 'WrongCode')
  }
  assert.notEqual(kindOf(await office.identity.verifyTotp(right, browser, meta)), 'ok')
})

test('without the password step, or with its cookie forged, no code helps', async () => {
  const { email } = await hire()
  const code = totpAt(totpSecret, Date.now())
  assert.equal(kindOf(await office.identity.verifyTotp(code, new Headers(), meta)), 'Expired')
  const cookie = (await passPassword(email)).get('cookie') ?? ''
  const altered = cookie.replace(/=(.)/, (_, first) => `=${first === 'a' ? 'b' : 'a'}`)
  const forged = new Headers({ cookie: altered })
  assert.equal(kindOf(await office.identity.verifyTotp(code, forged, meta)), 'Expired')
})

test('a session that is already in the browser does not stand in for the password step', async () => {
  const { email } = await hire()
  const old = await signIn(email)
  const next = totpAt(totpSecret, Date.now() + 30_000)
  assert.equal(kindOf(await office.identity.verifyTotp(next, browserWith(old.setCookies), meta)), 'Expired')
})

test('an officer signs in as the officer in a browser that still holds a session of a citizen', async () => {
  const { email, userId } = await hire()
  const guest = 'tamu@kampus.id'
  await office.identity.requestCode(guest, meta)
  const citizen = await office.identity.signInWithCode(guest, office.codeFor(guest), meta)
  const step = await office.identity.signInWithPassword(email, password, meta)
  assert.ok(citizen.ok && step.ok)
  const browser = browserWith(citizen.setCookies, step.setCookies)
  // The password step empties the session cookie; a browser that kept it must make no difference.
  browser.set('cookie', `${browserWith(citizen.setCookies).get('cookie')}; ${browser.get('cookie')}`)
  const answer = await office.identity.verifyTotp(totpAt(totpSecret, Date.now()), browser, meta)
  assert.ok(answer.ok)
  assert.equal(answer.user.userId, userId)
})

test('ten wrong passwords lock the account for a quarter of an hour, on every node', async () => {
  const { email } = await hire()
  const nodes = [office.identity, office.openNode()] as const
  for (let wrong = 0; wrong < 10; wrong++) {
    const node = nodes[wrong % 2] ?? office.identity
    const answer = await node.signInWithPassword(email, 'bukan-sandi-yang-benar', meta)
    assert.equal(kindOf(answer), 'WrongPassword')
  }
  for (const node of nodes) {
    const answer = await node.signInWithPassword(email, password, meta)
    assert.ok(!answer.ok)
    assert.equal(answer.refusal.kind, 'Locked')
    const wait = answer.refusal.retryAfterSeconds ?? 0
    assert.ok(wait > 14 * 60 && wait <= 15 * 60)
  }
  await office.pool.query(`update identity.attempts set resets_at = now() where key like 'passwords:%'`)
  assert.equal(kindOf(await office.identity.signInWithPassword(email, password, meta)), 'ok')
})

test('a right password forgets the wrong ones before it', async () => {
  const { email } = await hire()
  for (let round = 0; round < 2; round++) {
    for (let wrong = 0; wrong < 6; wrong++) {
      await office.identity.signInWithPassword(email, 'salah-salah-salah', meta)
    }
    assert.equal(kindOf(await office.identity.signInWithPassword(email, password, meta)), 'ok')
  }
})

test('an address without an account is refused and locked like any other', async () => {
  const email = 'tidak.ada@kantor.example'
  for (let wrong = 0; wrong < 10; wrong++) {
    assert.equal(kindOf(await office.identity.signInWithPassword(email, password, meta)), 'WrongPassword')
  }
  assert.equal(kindOf(await office.identity.signInWithPassword(email, password, meta)), 'Locked')
})

test('a citizen has no password door', async () => {
  await office.identity.ensureCitizen('warga@kampus.id', 'Warga')
  for (const tried of ['', password]) {
    const answer = await office.identity.signInWithPassword('warga@kampus.id', tried, meta)
    assert.equal(kindOf(answer), 'WrongPassword')
  }
})

test('a code by mail never opens an account of staff, and the answer does not tell', async () => {
  const { email } = await hire()
  assert.deepEqual(await office.identity.requestCode(email, meta), { ok: true })
  assert.deepEqual(office.mails.filter((mail) => mail.email === email), [])
  assert.deepEqual(office.staffMails, [email])
  assert.equal(kindOf(await office.identity.signInWithCode(email, '123456', meta)), 'WrongCode')
})

test('a code asked for before the address became an officer\'s opens nothing afterwards', async () => {
  const email = 'calon@kantor.example'
  await office.identity.requestCode(email, meta)
  const { userId } = await office.identity.createStaff({ email, name: 'Calon', password, totpSecret })
  assert.equal(kindOf(await office.identity.signInWithCode(email, office.codeFor(email), meta)), 'WrongCode')
  const sessions = await office.pool.query('select from identity.session where "userId" = $1', [userId])
  assert.equal(sessions.rowCount, 0)
})

test('making the same officer again changes nothing, and a citizen is never made one', async () => {
  const { email, userId } = await hire()
  assert.deepEqual(
    await office.identity.createStaff({ email, name: 'Lain', password: 'sandi-yang-lain-sekali' }),
    { userId, created: false, totpUri: null },
  )
  await signIn(email)
  const citizen = await office.identity.ensureCitizen('ibu@kampus.id')
  assert.deepEqual(await office.identity.ensureCitizen('Ibu@kampus.id'), citizen)
  await assert.rejects(office.identity.createStaff({ email: 'ibu@kampus.id', name: 'Ibu', password }))
  await assert.rejects(office.identity.ensureCitizen(email))
})

test('an officer is signed out after half an hour without work, and after twelve hours', async () => {
  const { email } = await hire()
  const { setCookies, user } = await signIn(email)
  const browser = browserWith(setCookies)
  const set = (change: string) =>
    office.pool.query(`update identity.session set ${change} where id = $1`, [user.sessionId])
  const { rows } = await office.pool.query(
    `select extract(epoch from "expiresAt" - now()) as left from identity.session where id = $1`,
    [user.sessionId],
  )
  assert.ok(Number(rows[0]?.left) <= 12 * 3600 && Number(rows[0]?.left) > 11 * 3600)
  await set(`"updatedAt" = now() - interval '29 minutes'`)
  assert.ok(await office.identity.session(browser))
  const seen = await office.pool.query(
    `select from identity.session where id = $1 and "updatedAt" > now() - interval '1 minute'`,
    [user.sessionId],
  )
  assert.equal(seen.rowCount, 1)
  await set(`"updatedAt" = now() - interval '31 minutes'`)
  assert.equal(await office.identity.session(browser), null)
  await set(`"updatedAt" = now()`)
  assert.ok(await office.identity.session(browser))
  await set(`"expiresAt" = now()`)
  assert.equal(await office.identity.session(browser), null)
})
