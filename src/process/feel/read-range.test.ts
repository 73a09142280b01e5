import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFeel } from './compile-feel.ts'

const range = (text: string) => compileFeel('range(text)')({ text })
const isSame = (text: string, written: string) => compileFeel(`range(text) = ${written}`)({ text })

test('A text is read as the range that it writes, with either end left out', () => {
  assert.deepEqual([isSame('[18..21)', '[18..21)'), isSame(' ( 18 .. 21 ] ', '(18..21]'), isSame('[2..)', '>= 2'), isSame('(..2)', '< 2')], [true, true, true, true])
  assert.equal(isSame('[date("2026-01-05")..@"2026-01-09"]', '[@"2026-01-05"..@"2026-01-09"]'), true)
})

test('A text that writes no range says nothing: a comparison, ends that are turned round, or of two kinds', () => {
  for (const text of ['>= 10', '[3..1]', '["z".."a"]', '[@"2026-01-09"..@"2026-01-05"]', '[1.."b"]', '[..2]', '[1..]', '[null..null]', '', '[date(n)..@"2026-01-09"]']) assert.equal(range(text), null, text)
})
