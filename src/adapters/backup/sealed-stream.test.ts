import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, before, test } from 'node:test'
import { openBackupKey, readKey, writeKey, type BackupKey } from './backup-key.ts'
import { DamagedFile, opening, readHead, sealing } from './sealed-stream.ts'

const head = { name: 'journal/000000010000000000000003.sealed', at: 1_764_054_000_000 }
let dir = ''
let key: BackupKey
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'backup-key-'))
  key = await openBackupKey(join(dir, 'backup.key'))
})
after(() => rm(dir, { recursive: true, force: true }))

async function through(bytes: Buffer, turn: Transform, piece = 10_000): Promise<Buffer> {
  const chunks: Buffer[] = []
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => bytes.subarray(index * piece, (index + 1) * piece))
  await pipeline(Readable.from(pieces), turn, new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) }))
  return Buffer.concat(chunks)
}

test('What is sealed comes back as it was, whatever its length, and is unreadable in between', async () => {
  for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) {
    const plain = Buffer.alloc(length, 'Siti Aminah ')
    const sealed = await through(plain, sealing(key, head))
    assert.equal(sealed.includes('Siti'), false)
    assert.deepEqual(readHead(sealed.subarray(0, 4_300), head.name), head)
    assert.deepEqual(await through(sealed, opening(key, head.name), 7_001), plain, `${length} bytes`)
  }
})

test('A sealed file that was cut at any byte does not open', async () => {
  const sealed = await through(randomBytes(300), sealing(key, head))
  for (let length = 0; length < sealed.length; length++) await assert.rejects(through(sealed.subarray(0, length), opening(key, head.name)), DamagedFile, `${length} of ${sealed.length}`)
  const long = await through(randomBytes(140_000), sealing(key, head))
  const first = long.length - 140_000 - 3 * 16
  // At the seams of its pieces too, where each piece by itself is whole.
  for (const length of [first, first + 65_552, first + 2 * 65_552, first + 65_552 + 1]) await assert.rejects(through(long.subarray(0, length), opening(key, head.name)), DamagedFile)
})

test('One changed byte anywhere is found; so are a byte too many, pieces in another order, another name and another key', async () => {
  const sealed = await through(randomBytes(200), sealing(key, head))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    await assert.rejects(through(changed, opening(key, head.name)), DamagedFile, `byte ${at}`)
  }
  await assert.rejects(through(Buffer.concat([sealed, Buffer.of(0)]), opening(key, head.name)), DamagedFile)
  await assert.rejects(through(sealed, opening(key, 'journal/000000010000000000000004.sealed')), DamagedFile)
  await assert.rejects(through(sealed, opening(await openBackupKey(join(dir, 'other.key')), head.name)), DamagedFile)
  const long = await through(randomBytes(200_000), sealing(key, head))
  const first = long.length - 200_000 - 4 * 16
  const swapped = Buffer.concat([long.subarray(0, first), long.subarray(first + 65_552, first + 131_104), long.subarray(first, first + 65_552), long.subarray(first + 131_104)])
  await assert.rejects(through(swapped, opening(key, head.name)), DamagedFile)
})

test('A key that is typed from paper is taken in any case and with any spaces, and one wrong letter is told', () => {
  const secret = randomBytes(32)
  const written = writeKey(secret)
  assert.match(written, /^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/)
  assert.deepEqual(Buffer.from(readKey(` ${written.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} \n`)!), secret)
  for (const [index, letter] of [...written].entries())
    if (letter !== '-') assert.equal(readKey(written.slice(0, index) + (letter === '7' ? '8' : '7') + written.slice(index + 1)), null)
})
