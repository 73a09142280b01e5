import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { breakLines } from './break-lines.ts'
import { cleanProperty, cleanText } from './clean-text.ts'
import { visualOrder } from './visual-order.ts'

const all = () => true
const perCharacter = (text: string) => [...text].length

test('a text from outside is printed without anything invisible', () => {
  assert.equal(cleanText('  a\r\n\tb\u00a0c\u2003d ', all), 'a b c d')
  assert.equal(cleanText('izin\u202egnp.exe\u202c\u200b\ufeff\u0000', all), 'izingnp.exe')
  assert.equal(cleanText('e\u0301', all), 'é')
  assert.equal(cleanText('a\ud800b', all), 'a\ufffdb')
})

test('a character that the font lacks becomes a visible replacement, never an empty box', () => {
  assert.equal(cleanText('研究 ok', (codePoint) => codePoint < 0x3000), '\ufffd\ufffd ok')
})

test('a title can put no markup into the document properties', () => {
  assert.equal(cleanProperty('a <b> & c'), 'a b c')
  assert.equal(cleanProperty('x /AcroForm 1 0 R /ByteRange [0 1]'), 'x AcroForm 1 0 R ByteRange [0 1]')
  assert.equal(cleanProperty('503/0001/IP/JS/2026'), '503/0001/IP/JS/2026')
})

test('lines break between words, and a word too long for any line breaks after a slash if it can', () => {
  assert.deepEqual(breakLines('satu pintu untuk semua', 10, perCharacter), ['satu pintu', 'untuk', 'semua'])
  assert.deepEqual(breakLines('lihat izin.id/verify/12', 10, perCharacter), ['lihat', 'izin.id/', 'verify/12'])
  assert.deepEqual(breakLines('aaaaaaaaaaaa', 5, perCharacter), ['aaaaa', 'aaaaa', 'aa'])
  assert.deepEqual(breakLines('', 5, perCharacter), [])
})

test('whatever the text, every line fits and no character is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat(28), (text, more) => {
      const width = 12 + more
      const clean = cleanText(text, all)
      const lines = breakLines(clean, width, (part) => part.length)
      const single = (line: string) => [...new Intl.Segmenter().segment(line)].length === 1
      for (const line of lines) assert.ok(line.length <= width || single(line), line)
      assert.equal(lines.join('').replaceAll(' ', ''), clean.replaceAll(' ', ''))
    }),
  )
})

test('a line of Latin words is drawn as it is', () => {
  assert.deepEqual(visualOrder('Ελληνικά, Русский (12/2026)'), ['Ελληνικά, Русский (12/2026)'])
  assert.deepEqual(visualOrder(''), [])
})

test('Arabic and Hebrew words stand from right to left, numbers and brackets the right way round', () => {
  assert.deepEqual(visualOrder('a שלום עולם b'), ['a ', 'עולם', ' ', 'שלום', ' b'])
  assert.deepEqual(visualOrder('דף (12/2026) סוף, 3rd'), ['סוף', ' (12/2026) ', 'דף', ', 3rd'])
  assert.deepEqual(visualOrder('x (שלום) y'), ['x (', 'שלום', ') y'])
  assert.deepEqual(visualOrder('נספח 5'), ['5 ', 'נספח'])
})

test('putting a line in order neither loses nor adds a character', () => {
  const mirror = (text: string) => [...text.replace(/[()[\]{}«»‹›<>]/g, '|')].toSorted().join('')
  const word = fc.constantFrom('שלום', 'ثقة', 'a', 'Ω', '5', '12/3', ' ', '(', ')', '،', '😀', 'ñ')
  fc.assert(
    fc.property(fc.array(word), (parts) => {
      const line = parts.join('')
      assert.equal(mirror(visualOrder(line).join('')), mirror(line))
    }),
  )
})
