import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { byteColumns } from '../../src/adapters/export/sealed-columns.ts'
import { cellOf } from '../../src/adapters/export/table-files.ts'
import { leafHash } from '../../src/adapters/postgres/event-log.ts'
import { approve, sign } from '../support/office-work.ts'
import { photo, submitResearch } from '../support/research.ts'
import { openTestOffice, type TestOffice } from '../support/test-office.ts'

const program = fileURLToPath(new URL('../../src/cli/satu-pintu.ts', import.meta.url))
let house: TestOffice
let into = ''
let signed: { readonly id: string; readonly permit: string }
let erased = ''
before(async () => {
  house = await openTestOffice()
  const { office } = house
  const { id } = await submitResearch(office, await house.citizen('dewi@warga.example'))
  await approve(office, await house.staff('verifier'), id)
  signed = { id, permit: await sign(office, await house.staff('head'), id) }
  erased = (await submitResearch(office, await house.citizen())).id
  await office.store.transaction((tx) => tx.destroyDataKey(erased))
  into = join(house.dataDir, 'export')
})
after(async () => {
  await house?.close()
})

const run = () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'export-all', '--into', into, '--json'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: house.dataDir, DATABASE_URL: house.database.adminUrl },
  })
  return { status, stdout, stderr }
}
const lines = async (table: string) => (await readFile(join(into, 'tables', `${table}.jsonl`), 'utf8')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)

test('Everything an office knows is written in open formats, also from a database of someone else: answers, documents, permits, the record', async () => {
  const answer = run()
  assert.equal(answer.status, 0, answer.stderr)
  const answers = (await lines('office.answers')).find((row) => row['application'] === signed.id)
  assert.equal((answers?.['sealed'] as Record<string, unknown>)['name'], 'Dewi Lestari')
  const documents = await readdir(join(into, 'documents', signed.id))
  assert.equal(documents.length, 3)
  assert.deepEqual(await readFile(join(into, 'documents', signed.id, documents.find((name) => name.startsWith('ktp-'))!)), await photo())
  assert.match((await readFile(join(into, 'permits', `${signed.permit.replace(/[^\w.-]/g, '-')}.pdf`))).subarray(0, 5).toString(), /^%PDF-/)
  for (const { canonical, hash } of await lines('office.events')) assert.equal(leafHash(String(canonical)).toString('hex'), hash)
  const cases = (await readFile(join(into, 'tables/office.cases.csv'), 'utf8')).trim().split('\r\n')
  assert.equal(cases.length, 3)
  assert.match(cases[0]!, /^id,version,number,/)
  assert.match(await readFile(join(into, 'README.txt'), 'utf8'), /PERSONAL DATA WITHOUT ENCRYPTION/)
})

test('Nobody but the one who asked can read the export, and no password, session or key is in it', async () => {
  for (const entry of await readdir(into, { recursive: true, withFileTypes: true })) assert.equal((await stat(join(entry.parentPath, entry.name))).mode & 0o077, 0, entry.name)
  assert.equal((await stat(into)).mode & 0o077, 0)
  const names = await readdir(join(into, 'tables'))
  for (const table of ['office.data_keys', 'identity.account', 'identity.session', 'identity.twoFactor', 'identity.passkey', 'identity.verification']) assert.ok(!names.some((name) => name.startsWith(table)), table)
})

test('Who was erased stays erased: answers are null, documents are not there, and the record stands', async () => {
  assert.equal((await lines('office.answers')).find((row) => row['application'] === erased)?.['sealed'], null)
  await assert.rejects(readdir(join(into, 'documents', erased)))
  assert.ok((await lines('office.events')).some((row) => row['stream'] === erased))
})

test('A folder that holds something is left alone', () => {
  const again = run()
  assert.equal(again.status, 1)
  assert.match(again.stderr, /is not empty/)
})

test('No column of bytes is forgotten: what is sealed in the database is opened in the export', async () => {
  const { rows } = await house.database.openPool(1).query<{ column: string }>(
    "select table_schema || '.' || table_name || '.' || column_name as column from information_schema.columns where table_schema in ('office') and data_type = 'bytea'",
  )
  assert.ok(rows.length > 5)
  for (const { column } of rows) assert.ok(column in byteColumns, `Say in sealed-columns.ts how ${column} is opened.`)
})

test('A cell that would run as a formula in a spreadsheet does not', () => {
  assert.equal(cellOf('=HYPERLINK("http://x","y")'), `"'=HYPERLINK(""http://x"",""y"")"`)
  assert.equal(cellOf(-5), '-5')
  assert.equal(cellOf('a,b'), '"a,b"')
  assert.equal(cellOf({ a: 1 }), '"{""a"":1}"')
  assert.equal(cellOf(null), '')
})

test('An office with a database of someone else is told plainly that its backup is not ours', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'backup'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATA_DIR: house.dataDir, DATABASE_URL: 'postgres://kantor:rahasia@db.kota.example/satu_pintu' },
  })
  assert.equal(status, 1)
  assert.match(stderr, /db\.kota\.example belongs to its own operator.*export-all/)
  assert.ok(!stderr.includes('rahasia'))
})
