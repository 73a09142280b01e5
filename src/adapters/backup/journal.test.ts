import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { followJournal, leadsTo, nameOf, pieceAt, readSegment, type Line } from './journal.ts'
import { toKeep } from './thin-backups.ts'

const names = (timeline: number, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => nameOf({ timeline, number: from + index }))

test('The pieces of the journal are counted as PostgreSQL counts them', () => {
  assert.equal(nameOf({ timeline: 1, number: 255 }), '0000000100000000000000FF')
  assert.equal(nameOf({ timeline: 1, number: 256 }), '000000010000000100000000')
  assert.equal(pieceAt('1/2000028'), 258)
  fc.assert(fc.property(fc.nat(), fc.nat(), (timeline, number) => assert.deepEqual(readSegment(nameOf({ timeline, number })), { timeline, number })))
})

test('A missing piece is a gap when later ones are there, and the end when there are none', () => {
  const line: Line = [{ timeline: 1, until: null }]
  const all = names(1, 3, 9)
  assert.deepEqual(followJournal(all, line, 3), { pieces: all, gap: null })
  assert.deepEqual(followJournal(all.filter((name) => name !== names(1, 6, 6)[0]), line, 3), { pieces: names(1, 3, 5), gap: names(1, 6, 6)[0] })
})

test('After a restore the journal goes on along the new timeline, and what the old one wrote later is left behind', () => {
  const line: Line = [{ timeline: 2, until: null }, { timeline: 1, until: 0x5800000n }]
  const there = [...names(1, 3, 9), ...names(2, 5, 7)]
  assert.deepEqual(followJournal(there, line, 3), { pieces: [...names(1, 3, 4), ...names(2, 5, 7)], gap: null })
  assert.equal(leadsTo(line, 1, '0/5700000'), true)
  assert.equal(leadsTo(line, 1, '0/5900000'), false, 'a backup from after the place that was gone back to')
  assert.equal(leadsTo(line, 2, '0/5900000'), true)
})

test('However backups are thinned, every second of the days that are kept can still be reached, and two remain', () => {
  const day = 86_400_000
  const now = Date.parse('2026-11-25T00:00:00Z')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 * day }), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (ages, keepDays) => {
      const backups = ages.toSorted((a, b) => b - a).map((age) => ({ finishedAt: new Date(now - age).toISOString() }))
      const kept = toKeep(backups, keepDays, now)
      assert.deepEqual(kept, backups.slice(backups.length - kept.length), 'the newest stay')
      assert.ok(kept.length >= Math.min(2, backups.length))
      const since = now - keepDays * day
      const first = Date.parse(kept[0]!.finishedAt)
      assert.ok(first < since || kept.length === backups.length)
      // And no more than that: the second one kept lies within the days, or there are only two.
      assert.ok(kept.length <= 2 || Date.parse(kept[1]!.finishedAt) >= since)
    }),
  )
})
