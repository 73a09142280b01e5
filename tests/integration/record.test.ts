import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import canonicalize from 'canonicalize'
import pg from 'pg'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import { trackApplication } from '../../src/usecases/track-application.ts'
import { take } from '../support/office-work.ts'
import { fillResearch, submitResearch } from '../support/research.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
before(async () => {
  house = await openTestOffice()
})
after(() => house.close())

test('The record can be added to and read; the application may neither change nor remove a fact', async () => {
  await submitResearch(house.office, await house.citizen())
  const pool = house.database.openPool(1)
  for (const statement of ["update events set type = 'x'", 'delete from events', 'truncate events', 'update texts set author = null', 'delete from reads', 'drop table events', 'alter table events disable trigger all'])
    await assert.rejects(pool.query(statement), /permission denied|must be owner/, statement)
})

test('Even the owner of the database can not quietly rewrite what happened', async () => {
  const owner = new pg.Client({ connectionString: house.database.adminUrl })
  await owner.connect()
  try {
    for (const statement of ["update office.events set type = 'x'", 'delete from office.events', 'truncate office.events'])
      await assert.rejects(owner.query(statement), /append-only/, statement)
  } finally {
    await owner.end()
  }
})

test('Each fact carries its canonical text and the leaf hash that a public log will want', async () => {
  const { id } = await submitResearch(house.office, await house.citizen())
  const { rows } = await house.database.openPool(1).query<{ canonical: string; hash: Buffer }>('select canonical, hash from events where stream = $1', [id])
  assert.ok(rows.length >= 4)
  for (const { canonical, hash } of rows) {
    assert.equal(canonicalize(JSON.parse(canonical)), canonical, 'RFC 8785')
    assert.deepEqual(createHash('sha256').update(Buffer.concat([Buffer.from([0]), Buffer.from(canonical)])).digest(), hash, 'RFC 6962, section 2.1')
  }
})

test('No fact, list, job or command carries a name, a NIK or what somebody wrote', async () => {
  const dewi = await house.citizen('rahasia@warga.example')
  const { id } = await submitResearch(house.office, dewi)
  await take(house.office, await house.staff('verifier'), id)
  const pool = house.database.openPool(1)
  const tables = ['events', 'cases', 'commands', 'out_of_turn', 'reads', 'drafts', 'documents', 'answers', 'texts', 'graphile_worker._private_jobs']
  for (const table of tables) {
    const { rows } = await pool.query<{ all: string }>(`select coalesce(string_agg(t::text, ' '), '') as all from ${table} t`)
    for (const secret of ['Dewi', '3171065203010004', 'Cikini', 'Antrean pelayanan', 'rahasia@', '12 3456 7890', '1234567890'])
      assert.ok(!rows[0]!.all.includes(secret) && !rows[0]!.all.includes(Buffer.from(secret).toString('hex')), `${secret} lies open in ${table}`)
  }
})

test('A person who was erased is gone from the case, and the record stands', async () => {
  const dewi = await house.citizen()
  const { id } = await submitResearch(house.office, dewi)
  await house.office.store.transaction((tx) => tx.destroyDataKey(id))
  assert.equal((await trackApplication(house.office, dewi, id)).ok, false)
  const { rows } = await house.database.openPool(1).query('select 1 from events where stream = $1', [id])
  assert.ok(rows.length > 0)
})

test('Fifty submissions of one draft at once make one application with one number', async () => {
  const { office } = house
  const dewi = await house.citizen()
  const id = await fillResearch(office, dewi)
  const answers = await Promise.all(Array.from({ length: 50 }, () => submitApplication(office, dewi, { id, declared: true, command: randomUUID() })))
  assert.equal(new Set(answers.map((answer) => (answer.ok ? answer.number : answer.refusal.kind))).size, 1)
  const { rows } = await house.database.openPool(1).query<{ count: number }>("select count(*)::int as count from events where stream = $1 and type = 'ApplicationSubmitted'", [id])
  assert.equal(rows[0]?.count, 1)
})
