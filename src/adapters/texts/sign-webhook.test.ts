import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readIncoming, readReport } from './read-webhook.ts'
import { isGenuine, signatureHeader, signWebhook, timeHeader } from './sign-webhook.ts'
import { readTextSettings } from './text-settings.ts'

const now = Date.parse('2026-11-24T03:00:00Z')
const body = '{"id":"1"}'
const signed = (seconds: number, secret = 'rahasia') => new Headers({ [timeHeader]: String(seconds), [signatureHeader]: signWebhook(secret, String(seconds), body) })

test('A webhook is taken from who knows the secret, for five minutes, as it was signed', () => {
  assert.equal(isGenuine('rahasia', signed(now / 1000), body, now), true)
  assert.equal(isGenuine('rahasia', signed(now / 1000 - 299), body, now), true)
  assert.equal(isGenuine('rahasia', signed(now / 1000 - 301), body, now), false, 'an old one that somebody kept')
  assert.equal(isGenuine('rahasia', signed(now / 1000 + 301), body, now), false)
  assert.equal(isGenuine('rahasia', signed(now / 1000, 'lain'), body, now), false)
  assert.equal(isGenuine('rahasia', signed(now / 1000), `${body} `, now), false)
  const moved = signed(now / 1000 - 600)
  moved.set(timeHeader, String(now / 1000))
  assert.equal(isGenuine('rahasia', moved, body, now), false, 'the time is signed too')
  for (const headers of [new Headers(), new Headers({ [timeHeader]: 'x', [signatureHeader]: 'y' })]) assert.equal(isGenuine('rahasia', headers, body, now), false)
})

test('What is no webhook is none', () => {
  for (const text of ['', '[]', 'null', '{', '{"id":1}', '{"id":"a","status":"maybe"}', '{"id":"a","channel":"fax","from":"+62","text":"x"}', `{"id":"${'a'.repeat(101)}","channel":"sms","from":"+62","text":""}`]) {
    assert.equal(readIncoming(text), null, text)
    assert.equal(readReport(text), null, text)
  }
  assert.deepEqual(readReport('{"id":"a:0","status":"failed"}'), { id: 'a:0', status: 'failed', code: '' })
})

test('The provider is set by one address and the number that people write to', () => {
  assert.deepEqual(readTextSettings('https://k%40y:s3cret@sms.kota.example/v1/?channels=sms,whatsapp&timeout=5&patience=20', '+62 811 1234 5678'), {
    url: 'https://sms.kota.example/v1', apiKey: 'k@y', secret: 's3cret', number: '+62 811 1234 5678', channels: ['sms', 'whatsapp'], timeoutMs: 5_000, patienceMs: 1_200_000,
  })
  for (const [address, number] of [['https://sms.kota.example/v1', '1234'], ['ftp://k:s@sms.example', '1234'], ['https://k:s@sms.example?channels=fax', '1234'], ['https://k:s@sms.example', '']] as const)
    assert.equal(readTextSettings(address, number), null, address)
})
