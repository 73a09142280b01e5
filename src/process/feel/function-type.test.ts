import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFeel } from './compile-feel.ts'

const isOf = (written: string, type: string) => compileFeel(`(${written}) instance of ${type}`)({})

test('A function is of a type that takes as many values and gives what its body shows', () => {
  assert.equal(isOf('function(n: number) "late"', 'function<number> -> string'), true)
  assert.equal(isOf('function(n: number) "late"', 'function<number> -> Any'), true)
  assert.equal(isOf('function(n: number) "late"', 'function<number> -> number'), false)
  assert.equal(isOf('function(n: number) n > 5', 'function<number> -> boolean'), true)
  assert.equal(isOf('function(n: number, m: number) "late"', 'function<number> -> string'), false)
  assert.equal(isOf('function() [1, 2]', 'function<> -> list<string>'), false)
})

test('What a body says may not show before it is asked, and then it stands in no way', () => {
  assert.equal(isOf('function(n) n * 2', 'function<number> -> number'), true)
})

test('A function that asks for less may stand where more is given, never the other way round', () => {
  const needsName = 'function(who: context<name: string>) {name: "Sri", unit: "31"}'
  assert.equal(isOf(needsName, 'function<context<name: string, age: number>> -> context<unit: string>'), true)
  assert.equal(isOf(needsName, 'function<context<age: number>> -> context<unit: string>'), false)
  assert.equal(isOf(needsName, 'function<context<name: string>> -> context<fee: number>'), false)
})
