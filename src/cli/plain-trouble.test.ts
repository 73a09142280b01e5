import assert from 'node:assert/strict'
import { createServer, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { startTestDatabase, type TestDatabase } from '../../tests/support/test-database.ts'
import { plainTrouble } from './plain-trouble.ts'

let database: TestDatabase
before(async () => {
  database = await startTestDatabase()
})
after(() => database.stop())

const settings = (databaseUrl: string | null) => ({ port: 3000, dataDir: '/srv/office', databaseUrl })

async function troubleWith(address: string): Promise<string> {
  const client = new pg.Client({ connectionString: address })
  return client.connect().then(
    () => client.end().then(() => 'none'),
    (error: unknown) => plainTrouble(error, settings(address)),
  )
}

test('An operator with a wrong DATABASE_URL is told what is wrong with it', async () => {
  const { host } = new URL(database.appUrl)
  assert.match(await troubleWith('postgres://office:secret@127.0.0.1:9/office'), /^No database answers at 127\.0\.0\.1:9\. .*DATABASE_URL/)
  assert.match(await troubleWith(`postgres://nobody:secret@${host}/office`), /does not let "nobody" in.*DATABASE_URL/)
  const elsewhere = new URL(database.appUrl)
  elsewhere.pathname = '/nowhere'
  assert.match(await troubleWith(elsewhere.href), /^There is no database "nowhere"/)
})

test('No sentence carries the password', async () => {
  for (const address of ['postgres://office:secret@127.0.0.1:9/office', `postgres://nobody:secret@${new URL(database.appUrl).host}/office`])
    assert.doesNotMatch(await troubleWith(address), /secret/)
})

test('A port that another program holds is told by its number', async () => {
  const [first, second] = [createServer(), createServer()]
  await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve))
  const { port } = first.address() as AddressInfo
  const error = await new Promise<unknown>((resolve) => second.once('error', resolve).listen(port, '127.0.0.1'))
  await new Promise((resolve) => first.close(resolve))
  assert.match(plainTrouble(error, { ...settings(null), port }), new RegExp(`^Port ${port} is in use`))
})

test('What is not known is told as it is', () => {
  assert.equal(plainTrouble(new Error('The service izin-penelitian has no process.'), settings(null)), 'The service izin-penelitian has no process.')
})
