import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browserWith, meta, openTestOffice } from './test-office.ts'
import type { TestOffice } from './test-office.ts'

let office: TestOffice
before(async () => {
  office = await openTestOffice()
})
after(() => office.close())

async function signInCitizen(email: string) {
  await office.identity.requestCode(email, meta)
  const answer = await office.identity.signInWithCode(email, office.codeFor(email), meta)
  assert.ok(answer.ok)
  return answer
}

test('a forged, altered or foreign cookie is nobody', async () => {
  const { setCookies } = await signInCitizen('sari@kampus.id')
  const cookie = browserWith(setCookies).get('cookie') ?? ''
  const [name = '', value = ''] = cookie.split('=')
  const [token = '', signature = ''] = decodeURIComponent(value).split('.')
  const forgeries = [
    '', 'x', token, `${token}.`, `.${signature}`, `${token}x.${signature}`, `${token}.${'A'.repeat(43)}=`,
    `${token.slice(1)}.${signature}`, `' or 1=1 --.${signature}`, `${token}.${signature}.${signature}`,
    '%00', '%E0%A4%A',
  ]
  for (const forged of forgeries) {
    const headers = new Headers({ cookie: `${name}=${encodeURIComponent(forged)}` })
    assert.equal(await office.identity.session(headers), null, forged)
  }
  assert.equal(await office.identity.session(new Headers()), null)
  assert.ok(await office.identity.session(new Headers({ cookie })))
  const otherSecret = office.openNode({ secret: 'another secret, of another office entirely' })
  assert.equal(await otherSecret.session(new Headers({ cookie })), null)
})

test('a signed-out cookie no longer works on any node', async () => {
  const { setCookies, user } = await signInCitizen('budi@kampus.id')
  const stays = await signInCitizen('budi@kampus.id')
  const browser = browserWith(setCookies)
  const other = office.openNode()
  assert.equal((await other.session(browser))?.sessionId, user.sessionId)
  const gone = await office.identity.signOut(browser)
  assert.equal(browserWith(setCookies, gone.setCookies).get('cookie'), '')
  assert.equal(await office.identity.session(browser), null)
  assert.equal(await other.session(browser), null)
  assert.ok(await other.session(browserWith(stays.setCookies)))
})

test('signing out without a session is no fault', async () => {
  assert.ok((await office.identity.signOut(new Headers())).setCookies.length > 0)
})

test('an expired session is nobody, and its end does not move with use', async () => {
  const { setCookies, user } = await signInCitizen('wati@kampus.id')
  const browser = browserWith(setCookies)
  const end = 'select extract(epoch from "expiresAt")::float8 as "end" from identity.session where id = $1'
  const before = await office.pool.query(end, [user.sessionId])
  assert.ok(before.rows[0].end <= Date.now() / 1000 + 30 * 24 * 3600)
  await office.identity.session(browser)
  assert.deepEqual((await office.pool.query(end, [user.sessionId])).rows, before.rows)
  await office.pool.query('update identity.session set "expiresAt" = now() where id = $1', [user.sessionId])
  assert.equal(await office.identity.session(browser), null)
})

test('cookies are out of reach of scripts and other sites, and on https bound to the host', async () => {
  const plain = await signInCitizen('tono@kampus.id')
  for (const cookie of plain.setCookies) {
    assert.match(cookie, /^satu-pintu\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/)
  }
  const secure = office.openNode({ origin: 'https://izin.example.go.id' })
  await secure.requestCode('tono@kampus.id', meta)
  const answer = await secure.signInWithCode('tono@kampus.id', office.codeFor('tono@kampus.id'), meta)
  assert.ok(answer.ok && answer.setCookies.length > 0)
  for (const cookie of answer.setCookies) {
    assert.match(cookie, /^__Host-satu-pintu\.session_token=/)
    const parts = ['; Path=/', '; HttpOnly', '; Secure', '; SameSite=Lax']
    assert.deepEqual(parts.filter((part) => !cookie.includes(part)), [])
    assert.ok(!/; Domain/i.test(cookie))
  }
  assert.ok(await secure.session(browserWith(answer.setCookies)))
  for (const cookie of (await secure.signOut(browserWith(answer.setCookies))).setCookies) {
    assert.match(cookie, /; Secure/)
  }
})

test('signing in as anyone is refused unless the office is a demo', async () => {
  const { userId } = await office.identity.createStaff({
    email: 'rina@kantor.example', name: 'Rina', password: 'kuda-terbang-di-atas-monas',
  })
  await assert.rejects(office.identity.signInAs(userId, meta), /demo office only/)
  const sessions = await office.pool.query('select from identity.session where "userId" = $1', [userId])
  assert.equal(sessions.rowCount, 0)
  const demo = office.openNode({ demo: true })
  const staff = await demo.signInAs(userId, meta)
  assert.equal(staff.user.kind, 'staff')
  assert.equal(staff.user.secondFactor, true)
  assert.deepEqual(await office.identity.session(browserWith(staff.setCookies)), staff.user)
  const citizen = await office.identity.ensureCitizen('coba@kampus.id', 'Coba')
  assert.equal((await demo.signInAs(citizen.userId, meta)).user.name, 'Coba')
  await assert.rejects(demo.signInAs('nobody', meta), /no such account/)
})

test('a short secret is refused when the office opens', () => {
  assert.throws(() => office.openNode({ secret: 'short' }), /32 characters/)
})
