import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNewer } from './known-versions.ts'
import { pageFor } from './pause-page.ts'

test('Of two versions the newer is told by the three numbers, not by their letters', () => {
  for (const [one, other, newer] of [['0.10.0', '0.9.9', true], ['1.0.0-aaaaaaaa', '1.0.0-bbbbbbbb', false], ['1.0', '0.99.1', true], ['0.1.0', '0.1.0', false], ['0.1.0', '0.2.0', false]] as const)
    assert.equal(isNewer(one, other), newer, `${one} and ${other}`)
})

test('The page during an upgrade looks again by itself, but not after something was sent: that has to be sent again', () => {
  assert.match(pageFor(true), /http-equiv="refresh"[\s\S]*sedang diperbarui[\s\S]*lang="en"/)
  assert.doesNotMatch(pageFor(false), /http-equiv="refresh"/)
  assert.match(pageFor(false), /did not reach us[\s\S]*nothing counts twice/)
})
