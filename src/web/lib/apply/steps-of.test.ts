import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#office/service.ts'
import type { TrackView } from '#usecases/views.ts'
import { stepsOf } from './steps-of.ts'

const service = { steps: ['submitted', 'check', 'sign', 'deliver'].map((element) => ({ element })) } as unknown as Service
const at = (state: TrackView['state'], done: readonly string[], now: readonly string[]) =>
  stepsOf(service, { state, process: { done, at: now } as unknown as TrackView['process'] }).map((walked) => walked.state)

test('a case shows what is behind it, where it is and what comes', () => {
  assert.deepEqual(at('checking', ['submitted'], ['check']), ['done', 'now', 'next', 'next'])
  assert.deepEqual(at('signing', ['submitted', 'check'], ['sign']), ['done', 'done', 'now', 'next'])
})

test('a case that was sent back waits for its applicant between what was sent and the check that comes again', () => {
  assert.deepEqual(at('correction', ['submitted', 'check'], ['corrected']), ['done', 'next', 'next', 'next'])
})

test('what the head returned is to be signed again, after it was checked again', () => {
  assert.deepEqual(at('checking', ['submitted', 'check', 'sign'], ['check']), ['done', 'now', 'next', 'next'])
})

test('an issued permit has every step behind it', () => {
  assert.deepEqual(at('approved', ['submitted', 'check', 'sign'], []), ['done', 'done', 'done', 'done'])
})

test('steps that will never come are not promised after a rejection or a withdrawal', () => {
  assert.deepEqual(at('rejected', ['submitted', 'check'], []), ['done', 'done'])
  assert.deepEqual(at('withdrawn', ['submitted'], []), ['done'])
  assert.deepEqual(at('withdrawn', ['submitted', 'check'], []), ['done'], 'the check was left, not done')
})
