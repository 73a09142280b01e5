import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { batchReader, writeBatch } from './batch.ts'

const records = fc.array(fc.record({ body: fc.string({ unit: 'grapheme' }), signature: fc.string() }, { noNullPrototype: true }), { maxLength: 8 })

test('Cut at any byte and in any pieces, a batch gives whole records and nothing else', () => {
  fc.assert(
    fc.property(records, fc.nat(), fc.integer({ min: 1, max: 40 }), (sent, cut, piece) => {
      const bytes = new TextEncoder().encode(writeBatch(sent))
      const end = cut % (bytes.length + 1)
      const reader = batchReader(1_000_000)
      const lines = []
      for (let at = 0; at < end; at += piece) lines.push(...reader.push(bytes.subarray(at, Math.min(end, at + piece))))
      const whole = bytes.subarray(0, end).filter((byte) => byte === 10).length
      assert.deepEqual(lines, sent.slice(0, whole).map((record) => ({ kind: 'record', record })))
    }),
  )
})

test('A damaged line is told as one, and those around it are whole', () => {
  const [one, two] = [{ body: 'a', signature: 'b' }, { body: 'c', signature: 'd' }]
  const bytes = new TextEncoder().encode(`${writeBatch([one])}{"body": "half\n${'x'.repeat(500)}\n${writeBatch([two])}`)
  const lines = batchReader(100).push(bytes)
  assert.deepEqual(lines.map(({ kind }) => kind), ['record', 'damaged', 'damaged', 'record'])
})
