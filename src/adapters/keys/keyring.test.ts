import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openKeyring } from './keyring.ts'

const folders: string[] = []
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keys-'))
  folders.push(folder)
  return join(folder, 'keys')
}
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

test('the master key is made at the first start, for its owner only, and used again at the next', async () => {
  const dir = await newFolder()
  const { key, wrapped } = (await openKeyring(dir)).newDataKey()
  assert.equal((await stat(join(dir, 'master.key'))).mode & 0o777, 0o600)
  assert.deepEqual(await readdir(dir), ['master.key'])
  assert.deepEqual((await openKeyring(dir)).unwrap(wrapped), key)
  assert.equal(key.length, 32)
})

test('processes that start at once agree on one master key', async () => {
  const dir = await newFolder()
  const rings = await Promise.all(Array.from({ length: 8 }, () => openKeyring(dir)))
  const { key, wrapped } = rings[0]!.newDataKey()
  for (const ring of rings) assert.deepEqual(ring.unwrap(wrapped), key)
})

test('a master key that came back readable by everybody is closed again', async () => {
  const dir = await newFolder()
  await openKeyring(dir)
  await chmod(join(dir, 'master.key'), 0o644)
  await openKeyring(dir)
  assert.equal((await stat(join(dir, 'master.key'))).mode & 0o777, 0o600)
})

test('a damaged master key stops the office instead of making a new one', async () => {
  const dir = await newFolder()
  await openKeyring(dir)
  await writeFile(join(dir, 'master.key'), 'abc\n')
  await assert.rejects(openKeyring(dir), /damaged/)
  assert.equal(await readFile(join(dir, 'master.key'), 'utf8'), 'abc\n')
})

test('what is sealed opens with the same key and place only, and not after one changed byte', async () => {
  const ring = await openKeyring(await newFolder())
  const { key } = ring.newDataKey()
  const sealed = ring.seal(key, 'Jalan Menteng 1 😀', 'answers:1')
  assert.equal(ring.open(key, sealed, 'answers:1').toString(), 'Jalan Menteng 1 😀')
  assert.equal(sealed.includes(Buffer.from('Menteng')), false)
  assert.notDeepEqual(ring.seal(key, 'Jalan Menteng 1 😀', 'answers:1'), sealed)
  assert.throws(() => ring.open(key, sealed, 'answers:2'))
  assert.throws(() => ring.open(ring.newDataKey().key, sealed, 'answers:1'))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    assert.throws(() => ring.open(key, changed, 'answers:1'), `byte ${at}`)
  }
  for (const length of [0, 1, 28]) assert.throws(() => ring.open(key, sealed.subarray(0, length), 'answers:1'))
})

test('a data key wrapped by another office is named as such', async () => {
  const [here, there] = [await openKeyring(await newFolder()), await openKeyring(await newFolder())]
  assert.throws(() => here.unwrap(there.newDataKey().wrapped), /restore its master\.key/)
  assert.throws(() => here.unwrap('nonsense'))
})

test('a digest says the same for the same data and key, and nothing across cases', async () => {
  const ring = await openKeyring(await newFolder())
  const [a, b] = [ring.newDataKey().key, ring.newDataKey().key]
  assert.equal(ring.digest(a, '3171060508900003'), ring.digest(a, Buffer.from('3171060508900003')))
  assert.notEqual(ring.digest(a, '3171060508900003'), ring.digest(b, '3171060508900003'))
  assert.notEqual(ring.digest(a, '3171060508900003'), ring.digest(a, '3171060508900004'))
  assert.match(ring.digest(a, ''), /^[\w-]{43}$/)
})

test('the secrets of the office itself are sealed with the master key, apart from data keys', async () => {
  const dir = await newFolder()
  const sealed = (await openKeyring(dir)).sealWithMaster('smtp password', 'settings')
  const ring = await openKeyring(dir)
  assert.equal(ring.openWithMaster(sealed, 'settings').toString(), 'smtp password')
  assert.throws(() => ring.openWithMaster(sealed))
})
