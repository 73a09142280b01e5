// What is said of a case, and when, worked out by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decree } from './decrees.ts'
import { hireClerk } from './patient-clerk.ts'
import { watchCase, type Rules, type Turn, type TurnKind } from './watch-case.ts'

const wib = (local: string) => Date.parse(`${local}+07:00`)
const said = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 16)
const clerk = hireClerk(
  { zone: 'Asia/Jakarta', weekly: { 1: [['07:30', '16:00']], 2: [['07:30', '16:00']], 3: [['07:30', '16:00']], 4: [['07:30', '16:00']], 5: [['07:30', '11:30'], ['13:00', '16:30']] } },
  Date.UTC(2026, 9, 1), Date.UTC(2028, 5, 1),
)
const oneDay: Rules = { days: 1, deemed: false, steps: [{ to: 'verifier', before: 'PT4H' }, { to: 'head', before: 'PT2H' }, { to: 'above', after: 'PT0S' }] }
const byLaw: Rules = { days: 5, deemed: true, steps: [{ to: 'above', after: 'PT0S' }] }
const turn = (kind: TurnKind, local: string): Turn => ({ kinds: [kind], at: wib(local) })
function watch(rules: Rules, submitted: string, turns: readonly Turn[], decrees: readonly Decree[] = [], runs = (at: number) => at) {
  const seen = watchCase({ clerk, decrees, runs }, rules, wib(submitted), turns, wib(submitted) + 60 * 86_400_000)
  return [seen.told.map(({ deadline }) => (deadline === null ? null : said(deadline))), seen.said.map(({ at, key }) => [key, said(at)])]
}

test('Nobody acts: the verifier is reminded at noon, the head at two, and at the close the level above hears of it', () => {
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', []), [['2026-11-25T16:00'], [['verifier:PT4H', '2026-11-25T12:00'], ['head:PT2H', '2026-11-25T14:00'], ['above:+PT0S', '2026-11-25T16:00']]])
})

test('Who acts in time is left alone; who acts at the very instant was told a moment before', () => {
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', [turn('decided', '2026-11-25T11:59')])[1], [])
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', [turn('decided', '2026-11-25T12:00')])[1], [['verifier:PT4H', '2026-11-25T12:00']])
})

test('A promise that comes back with an hour left says at once how it stands, once to each', () => {
  const turns = [turn('stop', '2026-11-25T15:00'), turn('start', '2026-11-26T16:00')]
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', turns), [
    ['2026-11-25T16:00', null, '2026-11-27T08:30'],
    [['verifier:PT4H', '2026-11-25T12:00'], ['head:PT2H', '2026-11-25T14:00'], ['verifier:PT4H', '2026-11-26T16:00'], ['head:PT2H', '2026-11-26T16:00'], ['above:+PT0S', '2026-11-27T08:30']],
  ])
})

test('Silence is an approval at the deadline, after three warnings, and nobody is told that it was missed', () => {
  assert.deepEqual(watch(byLaw, '2028-02-22T10:00', []), [
    ['2028-02-29T16:00'],
    [['deemed:P2D', '2028-02-25T07:30'], ['deemed:P1D', '2028-02-28T07:30'], ['deemed:PT4H', '2028-02-29T12:00'], ['lapse', '2028-02-29T16:00']],
  ])
})

test('A leave decreed in the last hour moves the promise, and everything is said anew of the new one', () => {
  const leap: Decree = { date: '2028-02-29', from: wib('2028-02-29T13:00'), until: null }
  assert.deepEqual(watch(byLaw, '2028-02-22T10:00', [], [leap]), [
    ['2028-02-29T16:00', '2028-03-01T16:00'],
    [['deemed:P2D', '2028-02-25T07:30'], ['deemed:P1D', '2028-02-28T07:30'], ['deemed:PT4H', '2028-02-29T12:00'], ['deemed:P1D', '2028-02-29T13:00'], ['deemed:PT4H', '2028-03-01T12:00'], ['lapse', '2028-03-01T16:00']],
  ])
})

test('A leave decreed when a promise was over moves it no more', () => {
  const late: Decree = { date: '2026-11-25', from: wib('2026-11-25T16:00'), until: null }
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', [], [late])[0], ['2026-11-25T16:00'])
})

test('A leave on a day when the file lay with the applicant does not bring the end forward', () => {
  const tuesday: Decree = { date: '2026-11-24', from: wib('2026-11-25T09:00'), until: null }
  const told = (off: readonly Decree[]) => watch({ ...oneDay, days: 3 }, '2026-11-23T10:00', [turn('stop', '2026-11-24T07:30'), turn('start', '2026-11-24T16:00')], off)[0]
  // Thursday, and the 8.5 hours of Tuesday: all of Friday, which has 7.5, and an hour of Monday.
  assert.deepEqual(told([]), ['2026-11-26T16:00', null, '2026-11-30T08:30'])
  // Were Tuesday off, the third day would be Friday and the stop would give nothing: Friday at 16:30, too early.
  assert.deepEqual(told([tuesday]), ['2026-11-26T16:00', null, '2026-11-30T08:30'])
})

test('After a night without power each line says only how it stands', () => {
  const dark = (at: number) => (at > wib('2026-11-25T11:00') && at < wib('2026-11-25T15:00') ? wib('2026-11-25T15:00') : at)
  const twice: Rules = { ...oneDay, steps: [{ to: 'verifier', before: 'PT4H' }, { to: 'verifier', before: 'PT3H' }, { to: 'head', before: 'PT2H' }] }
  assert.deepEqual(watch(twice, '2026-11-24T10:00', [], [], dark)[1], [['verifier:PT3H', '2026-11-25T15:00'], ['head:PT2H', '2026-11-25T15:00']])
})

test('Where something is missing the law approves nothing, and the unit above hears of it with the head', () => {
  assert.deepEqual(watch({ ...byLaw, steps: [] }, '2028-02-22T10:00', [turn('incomplete', '2028-02-24T10:00')])[1]!.slice(-2), [['lapse:incomplete', '2028-02-29T16:00'], ['above:lapse', '2028-02-29T16:00']])
})

test('The verifier is not reminded of what lies with the head, but of what comes back', () => {
  assert.deepEqual(watch(oneDay, '2026-11-24T10:00', [turn('to-head', '2026-11-25T11:00'), turn('to-verifier', '2026-11-25T15:00'), turn('decided', '2026-11-25T15:30')])[1], [['head:PT2H', '2026-11-25T14:00'], ['verifier:PT4H', '2026-11-25T15:00']])
})
