import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepCookies, readCookie } from './keep-cookies.ts'

test('A session cookie is passed on with everything that keeps it safe', () => {
  const { name, value, options } = readCookie('__Host-satu-pintu.session=abc%2B.d=e; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax')
  assert.equal(name, '__Host-satu-pintu.session')
  assert.equal(value, 'abc%2B.d=e')
  assert.equal(options.encode?.(value), value)
  assert.deepEqual([options.maxAge, options.path, options.httpOnly, options.secure, options.sameSite], [2592000, '/', true, true, 'lax'])
})

test('Every cookie of an answer is kept, one that ends another too', () => {
  const kept: string[] = []
  keepCookies({ set: (name, _value, options) => kept.push(`${name} ${options?.maxAge}`) }, ['a=1; Path=/; Max-Age=600', 'b=; Path=/; Max-Age=0'])
  assert.deepEqual(kept, ['a 600', 'b 0'])
})
