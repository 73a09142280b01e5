import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextAddress } from './next-address.ts'

test('After signing in a person comes to where they wanted to go', () => {
  assert.equal(nextAddress('/applications/start/izin-penelitian', '/'), '/applications/start/izin-penelitian')
  assert.equal(nextAddress('/office/queue?unit=3171', '/'), '/office/queue?unit=3171')
  assert.equal(nextAddress(null, '/applications'), '/applications')
})

test('A prepared link never leads out of the office', () => {
  for (const trick of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', '\\\\evil', '/%09/evil.example/..//x', ' /x'])
    assert.ok(['/', '/%09/evil.example/..//x'].includes(nextAddress(trick, '/')), trick)
  assert.equal(nextAddress(`/a${'x'.repeat(500)}`, '/'), '/')
})
