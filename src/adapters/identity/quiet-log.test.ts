import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { quietLog } from './quiet-log.ts'
import type { IdentityFault } from './quiet-log.ts'
import { meta, openTestOffice, origin } from './test-office.ts'
import type { TestOffice } from './test-office.ts'

let office: TestOffice
before(async () => {
  office = await openTestOffice()
})
after(() => office.close())

test('a fault is told by its class and code, never by its words', () => {
  const told: IdentityFault[] = []
  const log = quietLog((fault) => told.push(fault))
  const error = Object.assign(new TypeError('sari@kampus.id typed 123456'), { code: '23505' })
  log.log('error', 'could not save sari@kampus.id', error)
  log.log('error', 'Invalid origin: https://sari.example')
  log.log('warn', 'User not found', 'sari@kampus.id')
  log.log('error', 'x', Object.assign(new Error('y'), { code: 'sari@kampus.id' }))
  assert.deepEqual(told.map((one) => one.fault), ['TypeError 23505', 'library error', 'Error'])
})

test('nothing is printed, whatever people send and whatever breaks', async (context) => {
  const printed: unknown[] = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    context.mock.method(console, method, (...words: unknown[]) => void printed.push(words))
  }
  const email = 'sari@kampus.id'
  await office.identity.requestCode(email, meta)
  await office.identity.signInWithCode(email, '000000', meta)
  await office.identity.signInWithPassword(email, 'bukan-sandi-yang-benar', meta)
  const send = (path: string, from: string) => {
    const headers = { origin: from, cookie: 'a=b', 'content-type': 'application/json' }
    const post = { method: 'POST', headers, body: '{"response":{}}' }
    return office.identity.handler(new Request(`${origin}/api/auth/${path}`, post), meta.ip)
  }
  await send('sign-out', `https://${email.replace('@', '.')}`)
  await send('passkey/verify-authentication', origin)
  const { rows } = await office.pool.query('select current_user as role')
  assert.equal(rows[0].role, 'satu_pintu_app')
  const broken = office.openNode({ pool: office.brokenPool() })
  await assert.rejects(broken.requestCode(email, meta))
  await assert.rejects(broken.signInWithCode(email, '000000', meta))
  assert.deepEqual(printed, [])
  for (const fault of office.faults) assert.match(fault, /^[A-Za-z]+( [A-Z0-9_]+| error)?$/)
})
