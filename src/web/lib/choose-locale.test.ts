import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseLocale } from './choose-locale.ts'

const choose = (address: string, header = '', kept?: string) =>
  chooseLocale(new Headers({ 'accept-language': header }), { get: () => kept }, new URL(address, 'http://office.example'))

test('The office speaks Indonesian to who asks for nothing', () => {
  assert.deepEqual(choose('/'), { kind: 'use', locale: 'id' })
})

test('The office speaks what the browser prefers among its two languages', () => {
  assert.deepEqual(choose('/', 'fr-FR, en;q=0.7, id;q=0.3'), { kind: 'use', locale: 'en' })
  assert.deepEqual(choose('/', 'en;q=0.2, id-ID;q=0.9'), { kind: 'use', locale: 'id' })
})

test('What the person chose before counts more than the browser', () => {
  assert.deepEqual(choose('/', 'en', 'id'), { kind: 'use', locale: 'id' })
})

test('Switching leads back to the same address of this office, without the wish', () => {
  assert.deepEqual(choose('/track?number=1&lang=en'), { kind: 'switch', locale: 'en', back: '/track?number=1' })
  const trick = choose('http://office.example//evil.example/?lang=en')
  assert.equal(trick.kind === 'switch' && trick.back, '/evil.example/')
})
