import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sealOf } from './seal-of.ts'

test('A seal is found whether the whole address of the QR code is pasted or only its end', () => {
  assert.equal(sealOf('https://izin.example/verify/1.IP#aaa.bbb.ccc'), 'aaa.bbb.ccc')
  assert.equal(sealOf(' aaa.b\r\nbb.ccc \n'), 'aaa.bbb.ccc')
})

test('Nothing, or a file in its place, is no seal', () => {
  assert.equal(sealOf(' \n'), '')
  assert.equal(sealOf(null), '')
  assert.equal(sealOf(new File(['x'], 'x')), '')
})
