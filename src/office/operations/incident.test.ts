import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { incidentsOf, parts, standingOf, type IncidentEntry, type Part } from './incident.ts'

const entry = (incident: string, kind: IncidentEntry['kind'], at: number, down: readonly Part[] = []): IncidentEntry => ({ id: `${incident}-${kind}-${at}`, incident, kind, at, down, words: { id: 'Kata', en: null } })
const well = { database: true, mail: true, signing: true }

test('An incident is what was said about it in order; the newest comes first, and an open one has no end', () => {
  const incidents = incidentsOf([entry('a', 'closed', 30), entry('b', 'opened', 20, ['verify']), entry('a', 'opened', 10, ['apply']), entry('a', 'update', 20), entry('c', 'update', 5)])
  assert.deepEqual(incidents.map(({ id, openedAt, closedAt }) => [id, openedAt, closedAt]), [['b', 20, null], ['a', 10, 30]])
  assert.deepEqual(incidents[1]?.entries.map(({ kind }) => kind), ['opened', 'update', 'closed'])
})

test('An open incident takes away what it names and no more; a closed one nothing', () => {
  const open = incidentsOf([entry('a', 'opened', 1, ['messages'])])
  assert.deepEqual(standingOf(open, well), { down: ['messages'], works: ['apply', 'track', 'verify', 'visit', 'permits'], told: true })
  assert.deepEqual(standingOf(incidentsOf([entry('a', 'opened', 1, ['messages']), entry('a', 'closed', 2)]), well).down, [])
})

test('Without the database nothing works, without mail no message, without the certificate no signature', () => {
  assert.deepEqual(standingOf([], { ...well, database: false }).works, [])
  assert.deepEqual(standingOf([], { ...well, mail: false }).down, ['messages'])
  assert.deepEqual(standingOf([], { ...well, signing: false }).down, ['permits'])
  assert.deepEqual(standingOf([], { database: null, mail: null, signing: null }).down, [], 'what was not looked at is not said to be broken')
})

test('Whatever is said and measured, every part is either working or not, never both', () => {
  const seen = fc.constantFrom(true, false, null)
  const entries = fc.array(fc.record({ incident: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('opened' as const, 'update' as const, 'closed' as const), at: fc.nat(50), down: fc.subarray([...parts]) }))
  fc.assert(
    fc.property(entries, seen, seen, seen, (said, database, mail, signing) => {
      const { down, works } = standingOf(incidentsOf(said.map((each) => entry(each.incident, each.kind, each.at, each.down))), { database, mail, signing })
      assert.deepEqual(parts.filter((part) => down.includes(part) !== works.includes(part)), [...parts])
    }),
  )
})
