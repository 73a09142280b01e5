import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totpAt, totpUri } from './totp.ts'

test('codes are those of the test vectors of RFC 6238, appendix B', () => {
  const secret = '12345678901234567890'
  assert.equal(totpAt(secret, 59_000), '287082')
  assert.equal(totpAt(secret, 1_111_111_109_000), '081804')
  assert.equal(totpAt(secret, 20_000_000_000_000), '353130')
})

test('the address for an authenticator app has the secret in Base32 and spaces as apps read them', () => {
  assert.equal(
    totpUri('12345678901234567890', 'Satu Pintu', 'rina@kantor.example'),
    'otpauth://totp/Satu%20Pintu:rina%40kantor.example'
      + '?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Satu%20Pintu&digits=6&period=30',
  )
})
