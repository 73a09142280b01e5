import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { openDatabaseClock } from '../../src/adapters/database-clock.ts'
import type { Connection } from '../../src/adapters/postgres/connection.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { verifyPermit } from '../../src/usecases/verify-permit.ts'
import { approve, sign } from '../support/office-work.ts'
import { submitResearch } from '../support/research.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house?.close())

const hour = 3_600_000

for (const [first, second] of [[-hour, hour], [hour, -hour]] as const)
  test(`The clock jumps ${first / hour} hour and then ${second / hour} in the middle of a case: it is decided, its promise stands, and its facts stay in their order`, async () => {
    const { office } = house
    house.setNow(workday)
    const dewi = await house.citizen()
    const { id } = await submitResearch(office, dewi)
    const promised = await deadlineOf(dewi, id)
    house.setNow(workday + first)
    assert.equal(await deadlineOf(dewi, id), promised)
    await approve(office, await house.staff('verifier'), id)
    assert.equal(await deadlineOf(dewi, id), promised)
    house.setNow(workday + second)
    const permit = await sign(office, await house.staff('head'), id)
    const tracked = await trackApplication(office, dewi, id)
    assert.ok(tracked.ok)
    assert.equal(tracked.view.state, 'approved')
    house.setNow(Date.parse('2026-12-02T03:00:00Z'))
    assert.equal((await verifyPermit(office, permit)).status, 'genuine', 'on its first days')
    const { rows } = await house.database.openPool(1).query<{ version: number; worked: number | null }>(
      'select e.version, c.working_ms as worked from events e join cases c on c.id = e.stream where e.stream = $1 order by e.position',
      [id],
    )
    assert.deepEqual(rows.map((row) => row.version), rows.map((_, index) => index + 1))
    assert.ok(rows[0]!.worked! >= 0, 'nobody is credited with time before it was sent')
  })

async function deadlineOf(visitor: Awaited<ReturnType<TestOffice['citizen']>>, id: string): Promise<number | null> {
  const tracked = await trackApplication(house.office, visitor, id)
  assert.ok(tracked.ok)
  return tracked.view.deadline
}

test('A node goes by the database\'s clock: it does not see its own machine\'s clock jump, and follows the database within a minute', async () => {
  let read = workday
  const database = { query: async () => ({ rows: [{ at: read }] }) } as unknown as Connection
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: workday })
  try {
    const clock = await openDatabaseClock(database)
    mock.timers.setTime(workday + hour)
    assert.ok(Math.abs(clock.now() - workday) < 60_000, 'the machine\'s clock went an hour ahead')
    read = workday - hour
    mock.timers.tick(60_000)
    await new Promise((resolve) => setImmediate(resolve))
    assert.ok(Math.abs(clock.now() - (workday - hour)) < 60_000, 'the database\'s went an hour back')
    clock.stop()
  } finally {
    mock.timers.reset()
  }
})
