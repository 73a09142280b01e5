import assert from 'node:assert/strict'
import pg from 'pg'

type Event = { readonly position: number; readonly ticket: string; readonly at: number; readonly type: string; readonly facts: { readonly desk?: string; readonly counter?: string; readonly since?: number; readonly rule?: string; readonly to?: string | null } }
type Person = { since: number; order: number; arrivedAt: number; desk: string; counter: string | null; only: string | null; state: string; readonly priority: string | null; readonly bookedAt: number | null; booked: boolean; calls: number }

/**
 * Goes through everything that happened at a place, event by event, without the program's own rules: who stood where at
 * each call, who was passed over, and by what right. Slow and simple on purpose. Gives what it counted.
 */
export async function checkLine(adminUrl: string, place: string, counters: readonly { readonly number: string; readonly desks: readonly string[] }[]) {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const tickets = await client.query<{ id: string; position: string; letter: string; sequence: number; priority: string | null; booked: Date | null; state: string; unit: string }>(
    'select id, position, letter, sequence, priority, booked_at as booked, state, unit from office.tickets where place = $1 order by position', [place])
  const events = await client.query<Event>(`select position::int, ticket, (extract(epoch from at) * 1000)::float8 as at, type, facts from office.ticket_events where place = $1 order by position`, [place])
  await client.end()

  for (const [letter, group] of Map.groupBy(tickets.rows, (ticket) => ticket.letter))
    assert.deepEqual(group.map((ticket) => ticket.sequence).sort((a, b) => a - b), group.map((_, index) => index + 1), `numbers of ${letter} have no hole and no double`)

  const people = new Map<string, Person>(tickets.rows.map((row) => [row.id, { since: 0, order: Number(row.position), arrivedAt: 0, desk: '', counter: null, only: null, state: 'expected', priority: row.priority, bookedAt: row.booked?.getTime() ?? null, booked: false, calls: 0 }]))
  const at = new Map<string, string>()
  const favoured = new Map<string, boolean>()
  const count = { tickets: tickets.rows.length, calls: 0, overtakings: 0, booked: 0, priority: 0 }
  for (const event of events.rows) {
    const person = people.get(event.ticket)!
    const { facts } = event
    if (event.type === 'taken') person.desk = facts.desk!
    if (event.type === 'arrived') Object.assign(person, { state: 'waiting', since: facts.since, arrivedAt: event.at, booked: person.bookedAt !== null && facts.since === person.bookedAt })
    if (event.type === 'called') {
      const counter = counters.find((each) => each.number === facts.counter)!
      assert.equal(person.state, 'waiting', `event ${event.position}: only who waits is called`)
      assert.ok(!at.has(counter.number), `event ${event.position}: one person at a counter`)
      assert.ok(counter.desks.includes(person.desk))
      const ahead = [...people].filter(([id, other]) => id !== event.ticket && other.state === 'waiting' && other.arrivedAt < event.at && counter.desks.includes(other.desk)
        && (other.only === null || other.only === counter.number) && (other.since < person.since || (other.since === person.since && other.order < person.order)))
      if (facts.rule === 'turn') assert.equal(ahead.length, 0, `event ${event.position}: nobody is overtaken in turn`)
      if (facts.rule === 'priority') assert.ok(person.priority !== null)
      if (facts.rule === 'booked') assert.ok(person.booked && person.since <= event.at)
      if (facts.rule !== 'turn') assert.ok(!favoured.get(counter.number), `event ${event.position}: never two favours in a row`)
      favoured.set(counter.number, facts.rule !== 'turn')
      count.calls++
      count.overtakings += ahead.length > 0 ? 1 : 0
      count.booked += facts.rule === 'booked' ? 1 : 0
      count.priority += facts.rule === 'priority' ? 1 : 0
      Object.assign(person, { state: 'called', counter: counter.number, calls: person.calls + 1 })
      at.set(counter.number, event.ticket)
    }
    if (['skipped', 'transferred', 'moved-on', 'served', 'not-served'].includes(event.type)) {
      assert.equal(person.counter, facts.counter, `event ${event.position}: done where it was called`)
      at.delete(facts.counter!)
      Object.assign(person, { counter: null, only: event.type === 'transferred' ? (facts.to ?? null) : null, state: event.type === 'skipped' ? 'away' : ['served', 'not-served'].includes(event.type) ? 'over' : 'waiting' })
      if (person.state === 'waiting') Object.assign(person, { desk: facts.desk, arrivedAt: event.at })
    }
  }
  return { ...count, waiting: [...people.values()].filter((person) => person.state === 'waiting' || person.state === 'called').length, states: Object.fromEntries([...Map.groupBy(tickets.rows, (row) => row.state)].map(([state, rows]) => [state, rows.length])) }
}
