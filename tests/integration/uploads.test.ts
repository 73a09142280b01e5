import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import type { OpenOffice } from '../../src/adapters/open-office.ts'
import { sweepUploads } from '../../src/adapters/postgres/upload-rows.ts'
import { openPool } from '../../src/adapters/postgres/connection.ts'
import { discardDraft } from '../../src/usecases/discard-draft.ts'
import { openDocument } from '../../src/usecases/open-document.ts'
import { readDraft } from '../../src/usecases/read-draft.ts'
import { startApplication } from '../../src/usecases/start-application.ts'
import { readUploads } from '../../src/usecases/uploads/read-uploads.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

let house: TestOffice
let scan: Buffer
before(async () => {
  house = await openTestOffice()
  // Noise does not compress: a scan of some hundred kilobytes.
  scan = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } }).png().toBuffer()
})
after(() => house.close())

const begin = async (visitor: Visitor) => {
  const begun = await startApplication(house.office, visitor, { service: 'izin-penelitian' })
  if (!begun.ok) throw new Error(begun.refusal.kind)
  return begun.id
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** One request of the protocol, as a phone sends it. */
function ask(office: OpenOffice, visitor: Visitor, id: string, method: string, address: string, headers: Record<string, string> = {}, body: BodyInit | null = null): Promise<Response> {
  const request = new Request(`http://office.example${address}`, { method, headers: { 'tus-resumable': '1.0.0', ...headers }, body, duplex: 'half' } as RequestInit)
  return office.uploads(request, visitor, id)
}

async function announce(visitor: Visitor, id: string, size: number, about: Readonly<Record<string, string>> = {}, requirement = 'ktp'): Promise<Response> {
  const metadata = Object.entries({ requirement, filename: 'kartu.png', ...about }).map(([key, value]) => `${key} ${base64(value)}`).join(',')
  return ask(house.office, visitor, id, 'POST', `/applications/${id}/uploads`, { 'upload-length': String(size), 'upload-metadata': metadata })
}

const patch = (office: OpenOffice, visitor: Visitor, id: string, address: string, at: number, body: BodyInit) =>
  ask(office, visitor, id, 'PATCH', address, { 'upload-offset': String(at), 'content-type': 'application/offset+octet-stream' }, body)
const part = (from: number, to: number) => new Uint8Array(scan.subarray(from, to))
const stands = async (visitor: Visitor, id: string, address: string) => (await ask(house.office, visitor, id, 'HEAD', address)).headers.get('upload-offset')

async function announced(visitor: Visitor, about?: Readonly<Record<string, string>>) {
  const id = await begin(visitor)
  const answer = await announce(visitor, id, scan.byteLength, about)
  assert.equal(answer.status, 201)
  return { id, address: answer.headers.get('location')! }
}

test('A scan that comes in pieces, hours apart and to another node, is the same document as one that came at once', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi, { sha256: sha256(scan) })
  assert.equal((await patch(house.office, dewi, id, address, 0, part(0, 100_000))).headers.get('upload-offset'), '100000')
  house.setNow(workday + 5 * 3_600_000)
  const restarted = await house.secondNode()
  assert.equal((await ask(restarted, dewi, id, 'HEAD', address)).headers.get('upload-offset'), '100000')
  assert.equal((await patch(restarted, dewi, id, address, 100_000, part(100_000, scan.byteLength))).status, 204)
  const read = await readDraft(house.office, dewi, id)
  const document = read.ok ? read.view.documents.find((each) => each.requirement === 'ktp') : undefined
  assert.equal(document?.fileName, 'kartu.png')
  const opened = await openDocument(house.office, dewi, document.id, { preview: false })
  assert.ok(opened.ok && Buffer.from(opened.bytes).equals(scan))
  assert.deepEqual(await readUploads(house.office, dewi, id), [])
  house.setNow(workday)
})

test('What has come in part is unreadable on the disk and in the database', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi)
  await patch(house.office, dewi, id, address, 0, part(0, 50_000))
  const folder = join(house.dataDir, 'files')
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const piece = scan.subarray(1000, 1032)
  for (const file of files) assert.equal((await readFile(join(file.parentPath, file.name))).includes(piece), false)
  const pool = openPool(house.database.appUrl, 1)
  const { rows } = await pool.query<{ about: Buffer }>('select about from uploads where application = $1', [id])
  await pool.end()
  assert.equal(rows[0]!.about.includes('kartu'), false)
})

test('A piece that was sent twice is kept once, and one for another place is refused', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi)
  const twins = await Promise.all([1, 2].map(() => patch(house.office, dewi, id, address, 0, part(0, 20_000))))
  assert.deepEqual(twins.map(({ status }) => status).toSorted(), [204, 409])
  assert.equal((await patch(house.office, dewi, id, address, 30_000, part(30_000, 60_000))).status, 409)
  assert.equal(await stands(dewi, id, address), '20000')
})

test('A line that is cut in the middle of a piece costs nothing that had come', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi)
  let sent = 0
  const cut = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent === 3) return controller.error(new Error('cut'))
      controller.enqueue(part(sent * 10_000, ++sent * 10_000))
    },
  })
  await patch(house.office, dewi, id, address, 0, cut).catch(() => null)
  for (let wait = 0; wait < 100 && (await stands(dewi, id, address)) === '0'; wait++) await new Promise((resolve) => setTimeout(resolve, 20))
  const at = Number(await stands(dewi, id, address))
  assert.ok(at >= 20_000 && at % 10_000 === 0, String(at))
  assert.equal((await patch(house.office, dewi, id, address, at, part(at, scan.byteLength))).status, 204)
})

test('Nobody else sees, goes on with or breaks off an upload, even who knows its address', async () => {
  const [dewi, other] = [await house.citizen(), await house.citizen()]
  const { id, address } = await announced(dewi)
  const theirs = await begin(other)
  for (const place of [id, theirs]) {
    assert.equal((await ask(house.office, other, place, 'HEAD', address)).status, 404)
    assert.equal((await patch(house.office, other, place, address, 0, part(0, 20_000))).status, 404)
    assert.equal((await ask(house.office, other, place, 'DELETE', address)).status, 404)
  }
  assert.equal((await announce(other, id, 1000)).status, 404)
  assert.deepEqual(await readUploads(house.office, other, id), [])
  assert.equal(await stands(dewi, id, address), '0')
})

test('A whole file is judged like any other, and the answer is the same when it is asked for again', async () => {
  const dewi = await house.citizen()
  const id = await begin(dewi)
  const program = new TextEncoder().encode('#!/bin/sh\necho not a scan\n')
  const address = (await announce(dewi, id, program.byteLength)).headers.get('location')!
  for (const [at, body] of [[0, program], [program.byteLength, new Uint8Array()]] as const) {
    const answer = await patch(house.office, dewi, id, address, at, body)
    assert.deepEqual([answer.status, await answer.text()], [422, 'UnknownType'])
  }
  assert.deepEqual((await readUploads(house.office, dewi, id)).map((each) => each.refusal), ['UnknownType'])
})

test('A file that came out other than it was announced is not taken', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi, { sha256: sha256(Buffer.from('another file')) })
  const answer = await patch(house.office, dewi, id, address, 0, part(0, scan.byteLength))
  assert.deepEqual([answer.status, await answer.text()], [422, 'Interrupted'])
})

test('More than twenty megabytes, or for what nobody asked, is refused before a byte is sent; and there is an end to what one person may announce', async () => {
  const dewi = await house.citizen()
  const id = await begin(dewi)
  const megabytes = 1024 * 1024
  assert.equal((await announce(dewi, id, 21 * megabytes)).status, 413)
  assert.equal((await announce(dewi, id, 1000, {}, 'passport')).status, 422)
  const pool = openPool(house.database.appUrl, 1)
  for (let each = 0; each < 10; each++)
    await pool.query(`insert into uploads (id, application, person, requirement, about, size, started_at, seen_at) values ($1, $2, $3, $4, '', $5, now(), now())`, [randomUUID(), randomUUID(), dewi.person, 'ktp', 20 * megabytes])
  await pool.end()
  const refused = await announce(dewi, id, 1000)
  assert.deepEqual([refused.status, await refused.text()], [422, 'TooManyUploads'])
})

test('An upload is broken off by its owner, forgotten with its draft, and after a day without a piece', async () => {
  const dewi = await house.citizen()
  const { id, address } = await announced(dewi)
  assert.equal((await ask(house.office, dewi, id, 'DELETE', address)).status, 204)
  assert.equal((await ask(house.office, dewi, id, 'HEAD', address)).status, 404)
  const again = (await announce(dewi, id, scan.byteLength)).headers.get('location')!
  await patch(house.office, dewi, id, again, 0, part(0, 20_000))
  const pool = openPool(house.database.appUrl, 1)
  await sweepUploads(pool, workday - 1)
  assert.equal(await stands(dewi, id, again), '20000')
  await sweepUploads(pool, workday + 1)
  assert.equal((await ask(house.office, dewi, id, 'HEAD', again)).status, 404)
  const last = (await announce(dewi, id, scan.byteLength)).headers.get('location')!
  await discardDraft(house.office, dewi, id)
  assert.equal((await ask(house.office, dewi, id, 'HEAD', last)).status, 404)
  const { rows } = await pool.query('select from uploads where application = $1', [id])
  await pool.end()
  assert.equal(rows.length, 0)
})

test('Answers of the upload door invite no other site', async () => {
  const dewi = await house.citizen()
  const id = await begin(dewi)
  const answer = await announce(dewi, id, 1000)
  assert.deepEqual([...answer.headers.keys()].filter((name) => name.startsWith('access-control-')), [])
})
