import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeTestAuthenticator } from './test-authenticator.ts'
import type { TestAuthenticator } from './test-authenticator.ts'
import { browserWith, meta, openTestOffice, origin } from './test-office.ts'
import type { TestOffice } from './test-office.ts'

let office: TestOffice
before(async () => {
  office = await openTestOffice()
})
after(() => office.close())

async function signIn(email: string, kind: 'citizen' | 'staff' = 'citizen'): Promise<Headers> {
  const { userId } = kind === 'citizen'
    ? await office.identity.ensureCitizen(email)
    : await office.identity.createStaff({ email, name: 'Rina', password: 'kuda-terbang-di-atas-monas' })
  return browserWith((await office.openNode({ demo: true }).signInAs(userId, meta)).setCookies)
}

function call(path: string, cookies: Headers, body?: unknown, from = origin): Promise<Response> {
  const headers = new Headers(cookies)
  headers.set('origin', from)
  if (body === undefined) {
    return office.identity.handler(new Request(`${origin}/api/auth/${path}`, { headers }), meta.ip)
  }
  headers.set('content-type', 'application/json')
  const post = { method: 'POST', headers, body: JSON.stringify(body) }
  return office.identity.handler(new Request(`${origin}/api/auth/${path}`, post), meta.ip)
}

async function challengeOf(answer: Response): Promise<string> {
  assert.equal(answer.status, 200)
  const { challenge } = await answer.json() as { challenge: string }
  return challenge
}

async function addPasskey(browser: Headers, device: TestAuthenticator, verifiesOwner = true) {
  const options = await call('passkey/generate-register-options', browser)
  const cookies = both(browser, browserWith(options.headers.getSetCookie()))
  const response = device.register(await challengeOf(options), origin, verifiesOwner)
  return call('passkey/verify-registration', cookies, { response, name: 'Ponsel' })
}

async function usePasskey(device: TestAuthenticator, verifiesOwner = true): Promise<Response> {
  const options = await call('passkey/generate-authenticate-options', new Headers())
  const cookies = browserWith(options.headers.getSetCookie())
  const response = device.authenticate(await challengeOf(options), origin, verifiesOwner)
  return call('passkey/verify-authentication', cookies, { response })
}

function both(one: Headers, other: Headers): Headers {
  return new Headers({ cookie: `${one.get('cookie')}; ${other.get('cookie')}` })
}

test('a citizen adds a passkey and comes back with it, without mail', async () => {
  const device = makeTestAuthenticator()
  assert.equal((await addPasskey(await signIn('sari@kampus.id'), device)).status, 200)
  const answer = await usePasskey(device)
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), { signedIn: true })
  const user = await office.identity.session(browserWith(answer.headers.getSetCookie()))
  assert.equal(user?.email, 'sari@kampus.id')
  assert.equal(user?.secondFactor, true)
})

test('an officer may add one too, and it counts as both factors', async () => {
  const device = makeTestAuthenticator()
  assert.equal((await addPasskey(await signIn('rina@kantor.example', 'staff'), device)).status, 200)
  const answer = await usePasskey(device)
  const user = await office.identity.session(browserWith(answer.headers.getSetCookie()))
  assert.equal(user?.kind, 'staff')
  assert.equal(user?.secondFactor, true)
})

test('a device that did not check its owner is refused, when added and when used', async () => {
  const lax = makeTestAuthenticator()
  assert.equal((await addPasskey(await signIn('budi@kampus.id'), lax, false)).status, 401)
  const device = makeTestAuthenticator()
  assert.equal((await addPasskey(await signIn('budi@kampus.id'), device)).status, 200)
  const answer = await usePasskey(device, false)
  assert.equal(answer.status, 401)
  assert.equal(await office.identity.session(browserWith(answer.headers.getSetCookie())), null)
})

test('an unknown device, another origin or an answer sent twice opens nothing', async () => {
  assert.equal((await usePasskey(makeTestAuthenticator())).status, 401)
  const device = makeTestAuthenticator()
  await addPasskey(await signIn('wati@kampus.id'), device)
  const options = await call('passkey/generate-authenticate-options', new Headers())
  const cookies = browserWith(options.headers.getSetCookie())
  const challenge = await challengeOf(options)
  const response = device.authenticate(challenge, origin, true)
  assert.equal((await call('passkey/verify-authentication', cookies, { response })).status, 200)
  assert.equal((await call('passkey/verify-authentication', cookies, { response })).status, 400)
  const phished = await call('passkey/generate-authenticate-options', new Headers())
  const answer = device.authenticate(await challengeOf(phished), 'http://localhost.evil.example', true)
  const jar = browserWith(phished.headers.getSetCookie())
  assert.equal((await call('passkey/verify-authentication', jar, { response: answer })).status, 400)
})

test('adding a passkey needs a live session, and an idle officer has none', async () => {
  assert.equal((await call('passkey/generate-register-options', new Headers())).status, 401)
  const browser = await signIn('idle@kantor.example', 'staff')
  await office.pool.query(`update identity.session set "updatedAt" = now() - interval '31 minutes'`)
  assert.equal((await call('passkey/generate-register-options', browser)).status, 401)
})

test('signing out by script ends the session, but not when another site asks', async () => {
  const browser = await signIn('tono@kampus.id')
  assert.equal((await call('sign-out', browser, {}, 'https://evil.example')).status, 403)
  assert.ok(await office.identity.session(browser))
  assert.equal((await call('sign-out', browser, {})).status, 200)
  assert.equal(await office.identity.session(browser), null)
})

test('nothing else of the library can be reached', async () => {
  const browser = await signIn('rudi@kampus.id')
  const closed = [
    'get-session', 'sign-up/email', 'sign-in/email', 'sign-in/email-otp', 'email-otp/send-verification-otp',
    'email-otp/change-email', 'two-factor/verify-totp', 'two-factor/disable', 'two-factor/enable',
    'update-user', 'delete-user', 'change-password', 'list-sessions', 'sign-in-for-demo', 'error', 'ok', '',
    'passkey/update-passkey', 'passkey/../get-session', 'passkey//verify-authentication', 'sign-out/',
  ]
  for (const path of closed) {
    assert.equal((await call(path, browser)).status, 404, `GET ${path}`)
    assert.equal((await call(path, browser, {})).status, 404, `POST ${path}`)
  }
  assert.equal((await call('sign-out', browser)).status, 404)
  assert.equal((await call('passkey/generate-register-options', browser, {})).status, 404)
})

test('faults are told without personal data', () => {
  assert.deepEqual(office.faults.filter((fault) => /@|[0-9]{6}/.test(fault)), [])
})
