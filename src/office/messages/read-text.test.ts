import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applicationNumber } from '../numbers.ts'
import { readText } from './read-text.ts'

const format = 'IP-{yy}-{seq:6}-{check}'
const number = applicationNumber(format, '2026-11-24', 123)
const ask = (text: string) => readText(text, [format]).asked
const spaced = number.replaceAll('-', ' ')

test('A number is found however people write it', () => {
  const ways = [number, number.toLowerCase(), spaced, spaced.toLowerCase(), number.replaceAll('-', ''), `STATUS ${number}`, `cek ${spaced} terima kasih`, `Halo, permohonan saya ${number}, sudah sampai mana?`, number.replaceAll('-', ' - '), number.replaceAll('0', 'O'), `${number}.`, `\n${number}\n`]
  for (const text of ways) assert.deepEqual(ask(text), { kind: 'status', number, code: null }, text)
})

test('The code of the receipt is found beside it, with a hyphen, a space or nothing', () => {
  const ways = [`STATUS ${number} 7K3M-Q9TA`, `cek ${spaced} 7k3m q9ta`, `${number} kode 7K3MQ9TA`, `7K3M-Q9TA ${number}`, `nomor ${number}, kode: 7K3M-Q9TA.`, `Status ${number} code 7k3m-q9ta please`]
  for (const text of ways) assert.deepEqual(ask(text), { kind: 'status', number, code: '7K3M-Q9TA' }, text)
})

test('A slip of one digit is told as one, and is nobody else’s number', () => {
  const slip = number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))
  assert.deepEqual(ask(`STATUS ${slip}`), { kind: 'mistyped' })
})

test('STOP and START are words of their own, not part of a sentence', () => {
  for (const text of ['STOP', ' stop. ', 'Berhenti!', 'STOP SMS']) assert.deepEqual(ask(text), { kind: 'stop' }, text)
  for (const text of ['start', 'MULAI']) assert.deepEqual(ask(text), { kind: 'start' }, text)
  assert.deepEqual(ask('apakah prosesnya stop di mana'), { kind: 'help' })
})

test('The language is told by the words, or left open', () => {
  assert.deepEqual(['cek ' + number, 'please check ' + number, number, 'STATUS ' + number].map((text) => readText(text, [format]).locale), ['id', 'en', null, null])
})

test('Any text of any letters is read without a fault, and nothing but a right number is a number', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const { asked } = readText(text, [format])
      assert.ok(asked.kind !== 'status' || /^IP-\d\d-\d{6}-\d$/.test(asked.number))
    }),
  )
})

test('Whatever stands around a number, it is found', () => {
  const word = fc.stringMatching(/^[a-z]{0,8}$/)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), word, word, (sequence, before, after) => {
      const given = applicationNumber(format, '2027-01-05', sequence)
      const asked = ask(`${before} ${given} ${after}`)
      assert.equal(asked.kind === 'status' && asked.number, given)
    }),
  )
})
