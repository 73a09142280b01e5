import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Application } from './application.ts'
import { mayNot, rules, type Action, type Person } from './permissions.ts'

const application = (task: Application['task'], checkedBy: string | null = null) => ({ unit: '3171', applicant: 'dewi', task, checkedBy }) as Application
const checking = (holder: string | null) => application({ task: 'check', role: 'verifier', openedAt: 0, holder })
const signing = (holder: string | null, checkedBy: string | null) => application({ task: 'sign', role: 'head', openedAt: 0, holder }, checkedBy)
const staff = (person: string, duty: 'verifier' | 'head', unit = '3171'): Person => ({ kind: 'staff', person, duties: [{ duty, unit }] })

test('An application is its applicant\'s: nobody else corrects, withdraws or reads it as their own', () => {
  for (const action of ['read-own', 'correct', 'withdraw'] as const) {
    assert.equal(mayNot({ kind: 'applicant', person: 'dewi' }, action, checking(null)), null)
    assert.deepEqual(mayNot({ kind: 'applicant', person: 'tono' }, action, checking(null)), { kind: 'NotYours' })
    assert.deepEqual(mayNot(staff('rina', 'verifier'), action, checking(null)), { kind: 'NotYours' })
  }
})

test('An applicant does nothing that is the office\'s', () => {
  const own = ['read-own', 'correct', 'withdraw']
  for (const action of (Object.keys(rules) as Action[]).filter((each) => !own.includes(each)))
    assert.deepEqual(mayNot({ kind: 'applicant', person: 'dewi' }, action, checking(null)), { kind: 'NotYours' })
})

test('A duty in another unit is none here', () => {
  for (const action of ['read-case', 'take', 'judge', 'sign'] as const)
    assert.equal(mayNot(staff('tono', 'verifier', '3174'), action, checking('tono'))?.kind, 'NoDuty')
})

test('To judge one must hold the case; to sign one must not have checked it', () => {
  assert.deepEqual(mayNot(staff('rina', 'verifier'), 'judge', checking(null)), { kind: 'NotTaken' })
  assert.equal(mayNot(staff('rina', 'verifier'), 'judge', checking('rina')), null)
  assert.deepEqual(mayNot(staff('sri', 'head'), 'sign', signing(null, 'sri')), { kind: 'FourEyes' })
  assert.equal(mayNot(staff('sri', 'head'), 'sign', signing(null, 'rina')), null)
  assert.deepEqual(mayNot(staff('sri', 'head'), 'sign', checking(null)), { kind: 'NoOpenTask' })
})
