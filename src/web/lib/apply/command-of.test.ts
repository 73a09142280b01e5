import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandOf } from './command-of.ts'

const form = (command?: string) => {
  const data = new FormData()
  if (command !== undefined) data.set('command', command)
  return data
}

test('a form pressed twice carries the same command', () => {
  const id = '0b9c1f6e-8a55-4d0f-9b39-0a4e7f3a1c11'
  assert.equal(commandOf(form(id), () => 'new'), id)
  assert.equal(commandOf(form(id.toUpperCase()), () => 'new'), id)
})

test('a command that somebody made up is taken as a new one', () => {
  for (const command of [undefined, '', '1', "' or 1=1", `${'a'.repeat(36)}`]) assert.equal(commandOf(form(command), () => 'new'), 'new')
})
