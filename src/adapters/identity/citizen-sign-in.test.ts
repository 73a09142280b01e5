import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Refused } from './identity.ts'
import { browserWith, meta, openTestOffice, otherCode } from './test-office.ts'
import type { TestOffice } from './test-office.ts'

let office: TestOffice
before(async () => {
  office = await openTestOffice()
})
after(() => office.close())

async function signIn(email: string) {
  assert.deepEqual(await office.identity.requestCode(email, meta), { ok: true })
  const answer = await office.identity.signInWithCode(email, office.codeFor(email), meta)
  assert.ok(answer.ok)
  return answer
}

function kindOf(answer: { readonly ok: true } | Refused<string>): string {
  return answer.ok ? 'ok' : answer.refusal.kind
}

test('a citizen has an account in one sitting, and comes back to the same one', async () => {
  const english = { ...meta, locale: 'en' }
  assert.deepEqual(await office.identity.requestCode(' Sari@Kampus.id', english), { ok: true })
  const mail = office.mails.at(-1)
  assert.equal(mail?.email, 'sari@kampus.id')
  assert.equal(mail?.locale, 'en')
  assert.match(mail?.code ?? '', /^\d{6}$/)
  const first = await office.identity.signInWithCode('SARI@kampus.id', ` ${mail?.code} `, english)
  assert.ok(first.ok)
  assert.equal(first.user.kind, 'citizen')
  assert.equal(first.user.locale, 'en')
  assert.equal(first.user.secondFactor, false)
  assert.deepEqual(await office.identity.session(browserWith(first.setCookies)), first.user)
  const again = await signIn('sari@kampus.id')
  assert.equal(again.user.userId, first.user.userId)
  assert.notEqual(again.user.sessionId, first.user.sessionId)
})

test('five wrong codes end the life of the right one', async () => {
  const email = 'budi@kampus.id'
  await office.identity.requestCode(email, meta)
  const code = office.codeFor(email)
  for (let wrong = 1; wrong <= 5; wrong++) {
    const answer = await office.identity.signInWithCode(email, otherCode(code, wrong), meta)
    assert.equal(kindOf(answer), 'WrongCode')
  }
  assert.equal(kindOf(await office.identity.signInWithCode(email, code, meta)), 'TooMany')
  assert.equal(kindOf(await office.identity.signInWithCode(email, code, meta)), 'WrongCode')
})

test('four wrong codes do not: the right one still opens', async () => {
  const email = 'tono@kampus.id'
  await office.identity.requestCode(email, meta)
  const code = office.codeFor(email)
  for (let wrong = 1; wrong <= 4; wrong++) {
    await office.identity.signInWithCode(email, otherCode(code, wrong), meta)
  }
  assert.equal(kindOf(await office.identity.signInWithCode(email, code, meta)), 'ok')
})

test('a code older than ten minutes has expired', async () => {
  const email = 'wati@kampus.id'
  await office.identity.requestCode(email, meta)
  const { rows } = await office.pool.query(
    `update identity.verification set "expiresAt" = "expiresAt" - interval '10 minutes'
     where "expiresAt" between now() + interval '9 minutes' and now() + interval '10 minutes' returning id`,
  )
  assert.ok(rows.length >= 1)
  assert.equal(kindOf(await office.identity.signInWithCode(email, office.codeFor(email), meta)), 'Expired')
})

test('a code opens once, and even fifty tries at the same moment make one session', async () => {
  const email = 'rudi@kampus.id'
  await office.identity.requestCode(email, meta)
  const code = office.codeFor(email)
  const other = office.openNode()
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) =>
    (index % 2 === 0 ? office.identity : other).signInWithCode(email, code, meta)))
  assert.equal(answers.filter((answer) => answer.ok).length, 1)
  assert.equal(kindOf(await office.identity.signInWithCode(email, code, meta)), 'WrongCode')
})

test('a new code ends the old one', async () => {
  const email = 'dina@kampus.id'
  await office.identity.requestCode(email, meta)
  const old = office.codeFor(email)
  await office.identity.requestCode(email, meta)
  if (old !== office.codeFor(email)) {
    assert.equal(kindOf(await office.identity.signInWithCode(email, old, meta)), 'WrongCode')
  }
  assert.equal(kindOf(await office.identity.signInWithCode(email, office.codeFor(email), meta)), 'ok')
  assert.equal(kindOf(await office.identity.signInWithCode(email, old, meta)), 'WrongCode')
})

test('a code of one person opens nothing for another', async () => {
  await office.identity.requestCode('satu@kampus.id', meta)
  await office.identity.requestCode('dua@kampus.id', meta)
  const code = office.codeFor('satu@kampus.id')
  if (code === office.codeFor('dua@kampus.id')) return
  assert.equal(kindOf(await office.identity.signInWithCode('dua@kampus.id', code, meta)), 'WrongCode')
})

test('nobody becomes staff by asking for it in their own data', async () => {
  const { user } = await signIn('licik@kampus.id')
  const { rows } = await office.pool.query('select kind from identity."user" where id = $1', [user.userId])
  assert.deepEqual(rows, [{ kind: 'citizen' }])
})

test('a bad address is refused and a hostile one is just text', async () => {
  for (const email of ['', 'sari', `x' or '1'='1`, '<script>@x', 'a@b.id\nBcc: c@d.id']) {
    assert.equal(kindOf(await office.identity.requestCode(email, meta)), 'BadEmail')
    assert.equal(kindOf(await office.identity.signInWithCode(email, '123456', meta)), 'WrongCode')
  }
  for (const code of ['', 'abcdef', '1234567', '１２３４５６', '9'.repeat(10_000)]) {
    assert.equal(kindOf(await office.identity.signInWithCode('sari@kampus.id', code, meta)), 'WrongCode')
  }
})

test('two nodes share the limit of codes per address of mail', async () => {
  const email = 'ramai@kampus.id'
  const nodes = [office.identity, office.openNode()]
  for (let count = 0; count < 5; count++) {
    assert.equal(kindOf(await (nodes[count % 2] ?? office.identity).requestCode(email, meta)), 'ok')
  }
  for (const node of nodes) {
    const refused = await node.requestCode(email, { ...meta, ip: '198.51.100.9' })
    assert.ok(!refused.ok)
    assert.equal(refused.refusal.kind, 'TooMany')
    const wait = refused.refusal.retryAfterSeconds ?? 0
    assert.ok(wait > 0 && wait <= 900)
  }
  assert.equal(office.mails.filter((mail) => mail.email === email).length, 5)
})

test('one network cannot ask for codes to a thousand addresses', async () => {
  const ip = '203.0.113.5'
  const kinds = []
  for (let count = 0; count < 101; count++) {
    kinds.push(kindOf(await office.identity.requestCode(`orang${count}@kampus.id`, { ...meta, ip })))
  }
  assert.equal(kinds.filter((kind) => kind === 'ok').length, 100)
  assert.equal(kinds.at(-1), 'TooMany')
})

test('no code, e-mail or network address stands in the clear beside a pending sign-in', async () => {
  const email = 'rahasia@kampus.id'
  await office.identity.requestCode(email, { ...meta, ip: '203.0.113.77' })
  const { rows } = await office.pool.query(
    'select identifier || value as text from identity.verification union select key from identity.attempts',
  )
  const kept = JSON.stringify(rows)
  for (const personal of [email, '203.0.113.77', office.codeFor(email)]) assert.ok(!kept.includes(personal))
})

test('the sweep takes what is long over and leaves what is alive', async () => {
  const { setCookies } = await signIn('bersih@kampus.id')
  await office.identity.requestCode('tunggu@kampus.id', meta)
  await office.pool.query(
    `insert into identity.verification (id, identifier, value, "expiresAt")
     values ('old', 'old', '', now() - interval '2 hours')`,
  )
  await office.pool.query(
    `insert into identity.attempts values ('old', 1, now() - interval '1 minute')`,
  )
  await office.identity.sweep()
  const left = await office.pool.query(
    `select id from identity.verification where id = 'old'
     union select key from identity.attempts where key = 'old'`,
  )
  assert.equal(left.rowCount, 0)
  assert.ok(await office.identity.session(browserWith(setCookies)))
  const code = office.codeFor('tunggu@kampus.id')
  const answer = await office.identity.signInWithCode('tunggu@kampus.id', code, meta)
  assert.ok(answer.ok)
})

test('the tables are those that the library expects', async () => {
  const { getMigrations } = await import('better-auth/db/migration')
  const { createAuth } = await import('./better-auth.ts')
  const auth = createAuth({
    pool: office.pool, secret: 'x'.repeat(32), origin: 'http://localhost', demo: false, report: () => {},
  })
  const { toBeCreated, toBeAdded } = await getMigrations(auth.options)
  assert.deepEqual({ toBeCreated, toBeAdded }, { toBeCreated: [], toBeAdded: [] })
})
