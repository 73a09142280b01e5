import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application } from '../application.ts'
import { mayNotSignAlone, type Delegation } from './sign-alone.ts'

const application = { id: 'a', unit: '3171', service: 'izin-penelitian', task: { task: 'sign', role: 'head', openedAt: 0, holder: null }, checkedBy: 'rina' } as unknown as Application
const delegation: Delegation = { id: 'd', person: 'sri', unit: '3171', services: ['izin-penelitian'], validFrom: 1_000, validUntil: 2_000, most: 2 }
const head = (person: string, unit = '3171') => ({ kind: 'staff', person, duties: [{ duty: 'head', unit }] }) as const
const denial = (change: object = {}, person = head('sri'), about: object = {}) =>
  mayNotSignAlone(person, { ...application, ...about } as Application, { isAllowed: true, delegation, used: 0, at: 1_500, ...change })?.kind ?? null

test('A head signs alone with their own delegation while it is in force and not used up', () => {
  assert.equal(denial(), null)
  assert.deepEqual([denial({ at: 999 }), denial({ at: 1_000 }), denial({ at: 1_999 }), denial({ at: 2_000 })], ['DelegationOver', null, null, 'DelegationOver'])
  assert.deepEqual([denial({ used: 1 }), denial({ used: 2 })], [null, 'DelegationUsedUp'])
})

test('It is for one person, one unit, and services that allow it', () => {
  assert.equal(denial({ isAllowed: false }), 'NotOffline')
  assert.equal(denial({ delegation: null }), 'NotDelegated')
  assert.equal(denial({}, head('joko')), 'NotDelegated')
  assert.equal(denial({}, head('sri'), { unit: '3174' }), 'NotDelegated')
  assert.equal(denial({}, head('sri'), { service: 'izin-usaha' }), 'NotDelegated')
})

test('The rules of signing hold as they do at the office: the right step, a head of the unit, and four eyes', () => {
  assert.equal(denial({}, head('sri'), { checkedBy: 'sri' }), 'FourEyes')
  assert.equal(denial({}, head('sri'), { task: null }), 'NoOpenTask')
  assert.equal(denial({}, head('sri', '3174')), 'NoDuty')
})
