import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from './attempt-limits.ts'

test('addresses of one IPv6 customer count as one network, IPv4 addresses as themselves', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('::ffff:192.0.2.7'), '192.0.2.7')
  assert.equal(networkOf('2001:db8::1'), networkOf('2001:0DB8:0:0:ffff:1:2:3'))
  assert.notEqual(networkOf('2001:db8::1'), networkOf('2001:db8:0:1::1'))
  assert.equal(networkOf('fe80::1%eth0'), networkOf('fe80::2'))
  assert.equal(networkOf('unknown'), 'unknown')
})
