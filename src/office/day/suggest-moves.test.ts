import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mayDo, predict, type DayCase, type DayClock, type DayOfficer } from './predict.ts'
import { suggestMoves } from './suggest-moves.ts'

const minute = 60_000
const clock: DayClock = { now: 0, workingTime: (from, to) => to - from }
const officer = (person: string, pace: number, more: Partial<DayOfficer> = {}): DayOfficer => ({ person, role: 'verifier', paceMs: pace * minute, away: false, ...more })
const task = (id: string, holder: string | null, deadline: number, more: Partial<DayCase> = {}): DayCase => ({ id, role: 'verifier', holder, deadline: deadline * minute, checkedBy: null, begun: false, ...more })
const pile = (holder: string, count: number, deadline: number, more: Partial<DayCase> = {}) => Array.from({ length: count }, (_, index) => task(`${holder}-${index}`, holder, deadline, more))

test('Rina has nine due in 100 minutes and will be late with four of them; Bayu, who has two, gets as many as he can do in time', () => {
  const suggested = suggestMoves([...pile('rina', 9, 100), ...pile('bayu', 2, 100)], [officer('rina', 20), officer('bayu', 20)], clock)
  assert.deepEqual(suggested.moves.map(({ from, to, cases, holds, late, toHolds }) => [from, to, cases.length, holds, late, toHolds]), [['rina', 'bayu', 3, 9, 4, 2]])
  assert.deepEqual([suggested.lateNow, suggested.lateAfter], [4, 1], 'nobody can do the last one in time, so it stays')
})

test('When everybody will be in time nothing is suggested, however unequal the piles are', () => {
  assert.deepEqual(suggestMoves([...pile('rina', 9, 1000), task('b', 'bayu', 1000)], [officer('rina', 20), officer('bayu', 20)], clock).moves, [])
})

test('A task that its holder has begun today stays with them, unless they are away', () => {
  const begun = pile('rina', 9, 100, { begun: true })
  assert.deepEqual(suggestMoves(begun, [officer('rina', 20), officer('bayu', 20)], clock).moves, [])
  const away = suggestMoves(begun, [officer('rina', 20, { away: true }), officer('bayu', 20)], clock)
  assert.deepEqual(away.moves.map(({ to, away, cases }) => [to, away, cases.length]), [['bayu', true, 9]], 'better late than standing still')
})

test('Who checked a case does not get it to sign', () => {
  const heads = [officer('sri', 60, { role: 'head' }), officer('bayu', 1, { role: 'head' })]
  const cases = [task('a', 'sri', 60, { role: 'head' }), task('b', 'sri', 60, { role: 'head', checkedBy: 'bayu' })]
  assert.deepEqual(suggestMoves(cases, heads, clock).moves.flatMap((move) => move.cases), ['a'])
})

test('The line is shared by who is free first, and what nobody is there for never gets done', () => {
  const { done, late } = predict([task('a', 'rina', 50), task('b', null, 30), task('c', null, 30), task('d', null, 30, { role: 'head' })], [officer('rina', 20), officer('bayu', 10)], clock)
  assert.deepEqual([...done].map(([id, at]) => [id, at / minute]), [['a', 20], ['b', 10], ['c', 20], ['d', Infinity]])
  assert.deepEqual([...late], ['d'])
})

const people = ['ani', 'bayu', 'rina', 'sri']
const role = fc.constantFrom('verifier' as const, 'head' as const)
const officers = fc.uniqueArray(fc.record({ person: fc.constantFrom(...people), role, paceMs: fc.integer({ min: 1, max: 60 }).map((pace) => pace * minute), away: fc.boolean() }), { selector: (each) => `${each.person} ${each.role}`, maxLength: 6 })
const cases = fc.array(
  fc.record({ role, holder: fc.option(fc.constantFrom(...people)), deadline: fc.integer({ min: -60, max: 400 }).map((at) => at * minute), checkedBy: fc.option(fc.constantFrom(...people)), begun: fc.boolean() }),
  { maxLength: 25 },
).map((list) => list.map((each, index): DayCase => ({ ...each, id: `c${index}` })))

test('Carrying out all suggestions, or any one alone, never makes more late nor another late, and counts as foretold', () => {
  fc.assert(fc.property(cases, officers, (all, staff) => {
    const { moves, lateNow, lateAfter } = suggestMoves(all, staff, clock)
    const before = predict(all, staff, clock).late
    assert.equal(before.size, lateNow)
    const lateIf = (chosen: typeof moves) => {
      const carried = chosen.flatMap((move) => move.cases.map((id) => ({ id, to: move.to })))
      return predict(all.map((each) => ({ ...each, holder: carried.find(({ id }) => id === each.id)?.to ?? each.holder })), staff, clock).late
    }
    const after = lateIf(moves)
    assert.equal(after.size, lateAfter)
    for (const one of moves) assert.ok([...lateIf([one])].every((id) => before.has(id)), 'another became late by one suggestion alone')
    assert.ok([...after].every((id) => before.has(id)), 'another became late')
    assert.ok(lateAfter <= lateNow)
  }), { numRuns: 300 })
})

test('Suggestions keep the rules: the duty, four eyes, never to who is away, never from who has begun and is there; and are the same each time', () => {
  fc.assert(fc.property(cases, officers, (all, staff) => {
    const { moves } = suggestMoves(all, staff, clock)
    assert.deepEqual(suggestMoves(all, staff, clock).moves, moves)
    for (const { from, to, role: duty, cases: ids } of moves)
      for (const id of ids) {
        const moved = all.find((each) => each.id === id)!
        const receiver = staff.find((each) => each.person === to && each.role === duty)!
        assert.ok(!receiver.away && mayDo(receiver, moved) && moved.holder === from && from !== to)
        assert.ok(!moved.begun || !staff.some((each) => each.person === from && each.role === duty && !each.away))
      }
  }), { numRuns: 300 })
})
