import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFeel } from './compile-feel.ts'

const matches = (input: string, pattern: string, flags: string) => compileFeel('matches(input, pattern, flags)')({ input, pattern, flags })

test('In any case, a set of letters leaves out both cases of what it leaves out', () => {
  assert.deepEqual([matches('S', '[^s]', 'i'), matches('s', '[^S]', 'i'), matches('t', '[^S]', 'i')], [false, false, true])
  assert.deepEqual([matches('sri', '[A-Z]+', 'i'), matches('o', '[A-Z-[OI]]', 'i'), matches('P', '[A-Z-[OI]]', 'i')], [true, false, true])
})

test('In any case, a set that is known by its name stays as it is, and so does a letter without the flag', () => {
  assert.deepEqual([matches('ktp', '^\\p{Lu}+$', 'i'), matches('KTP', '^\\p{Lu}+$', 'i'), matches('ktp', 'KTP', '')], [false, true, false])
})

test('In any case, what a group holds is found again in either case', () => {
  assert.deepEqual([matches('jaJA', '^(ja)\\1$', 'i'), matches('jaJA', '^(ja)\\1$', ''), matches('ja', '^(ja)\\1$', 'i')], [true, false, false])
})

test('A pattern may be spread out with spaces, but a space in a set means a space', () => {
  assert.deepEqual([matches('Jl. Merdeka', ' Jl \\. [ ] Merdeka ', 'x'), matches('Jl.Merdeka', 'Jl \\. Merdeka', 'x'), matches('a b', 'a b', 'x')], [true, true, false])
  assert.deepEqual([matches('a]b', 'a [ \\] ] b', 'x'), matches('ab', '\\p{ L }+', 'x')], [true, true])
})
