import assert from 'node:assert/strict'
import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { entriesOf, makeCopy, putBack } from './safety-copy.ts'
import { copyFolder } from './upgrade-state.ts'

const made: string[] = []
let dataDir: string
const put = async (path: string, content: string) => {
  await mkdir(dirname(join(dataDir, path)), { recursive: true })
  await writeFile(join(dataDir, path), content, { mode: 0o600 })
}
/** Everything under the folder but what belongs to the upgrade. */
const holds = async () => {
  const entries = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(dataDir.length + 1)).filter((path) => !path.startsWith('upgrade')).sort()
  return Object.fromEntries(await Promise.all(entries.map(async (path) => [path, await readFile(join(dataDir, path), 'utf8')])))
}
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'safety-copy-'))
  made.push(dataDir)
  for (const [path, content] of Object.entries({ 'keys/master.key': 'key', 'signing/seals/one.pem': 'seal', 'postgres/cluster/PG_VERSION': '18', 'postgres/cluster/base/1/2': 'rows', 'postgres/passwords.json': '{}', 'postgres/lock': '', 'files/aa/bb/doc': 'document' })) await put(path, content)
})
after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))))

/** What a new version may do before it fails. */
const spoil = async () => {
  await put('postgres/cluster/base/1/2', 'other rows')
  await put('keys/second.key', 'new')
  await put('seals-of-tomorrow/one', 'new')
  await rm(join(dataDir, 'signing'), { recursive: true })
}

test('Whatever a version changed, added or removed, the office is as it was; its documents and the lock were never touched', async () => {
  const before = await holds()
  const entries = await entriesOf(dataDir)
  assert.deepEqual(entries, ['keys', 'postgres/cluster', 'postgres/passwords.json', 'signing'])
  await makeCopy(dataDir, entries)
  await spoil()
  await putBack(dataDir, entries)
  assert.deepEqual(await holds(), before)
  assert.equal((await stat(join(dataDir, 'keys/master.key'))).mode & 0o777, 0o600)
})

test('Cut between any two of its steps it goes on where it was, and comes to the same', async () => {
  const before = await holds()
  const entries = await entriesOf(dataDir)
  for (let cut = 0; cut <= entries.length; cut++) {
    await makeCopy(dataDir, entries)
    await spoil()
    await putBack(dataDir, entries.slice(0, cut)).catch(() => undefined)
    // The worst place: what was there is removed, and what comes instead is not yet moved.
    for (const entry of entries.slice(cut, cut + 1)) await rm(join(dataDir, entry), { recursive: true, force: true })
    await putBack(dataDir, entries)
    assert.deepEqual(await holds(), before, `cut after ${cut}`)
  }
})

test('A copy that was cut is begun anew, with nothing left of the first', async () => {
  await mkdir(join(copyFolder(dataDir), 'keys'), { recursive: true })
  await writeFile(join(copyFolder(dataDir), 'keys/half'), 'h')
  await makeCopy(dataDir, await entriesOf(dataDir))
  await assert.rejects(access(join(copyFolder(dataDir), 'keys/half')))
})
