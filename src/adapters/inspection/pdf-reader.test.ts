import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPdfReader } from './pdf-reader.ts'
import { InspectionBusy, takeTurns } from './take-turns.ts'

/** A thread that does what the first byte of the file says: 0 answers with the pages in the second byte. */
const thread = new URL(`data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', ([order, pages]) => {
    if (order === 0) parentPort.postMessage({ ok: true, pages })
    if (order === 1) throw new Error('broken')
    if (order === 2) process.exit(3)
    if (order === 3) for (;;);
    if (order === 4) for (const kept = [];;) kept.push({ number: kept.length })
    if (order === 5) parentPort.postMessage({ ok: true, pages: Object.keys(process.env).length })
  })
  parentPort.postMessage('ready')
`)}`)
const limits = { patience: 20_000, memory: 48 }
const corrupt = { ok: false, why: 'Corrupt' }

for (const [what, order] of [['throws', 1], ['ends', 2], ['never ends', 3], ['eats its memory', 4]] as const)
  test(`A file on which the reader ${what} is corrupt, and the files that wait behind it are read`, async () => {
    const reader = openPdfReader(thread, { patience: order === 3 ? 300 : 20_000, memory: 48 })
    const read = (...bytes: readonly number[]) => reader.read(Uint8Array.from(bytes))
    const answers = await Promise.all([read(0, 7), read(order), read(0, 8), read(order), read(0, 9)])
    assert.deepEqual(answers, [{ ok: true, pages: 7 }, corrupt, { ok: true, pages: 8 }, corrupt, { ok: true, pages: 9 }])
    await reader.stop()
  })

test('The thread that reads the files of strangers knows none of the settings of the office', async () => {
  const reader = openPdfReader(thread, limits)
  assert.deepEqual(await reader.read(Uint8Array.of(5)), { ok: true, pages: 0 })
  await reader.stop()
})

test('When the office closes, what was handed in before is still judged, and reading can begin again', async () => {
  const reader = openPdfReader(thread, limits)
  const first = reader.read(Uint8Array.of(0, 1))
  const second = reader.read(Uint8Array.of(0, 2))
  await reader.stop()
  assert.deepEqual([await first, await second], [{ ok: true, pages: 1 }, { ok: true, pages: 2 }])
  assert.deepEqual(await reader.read(Uint8Array.of(0, 3)), { ok: true, pages: 3 })
  await reader.stop()
})

test('When no reader can be started the machine is broken, not the file', async () => {
  const reader = openPdfReader(new URL('data:text/javascript,throw new Error("no")'), limits)
  await assert.rejects(reader.read(Uint8Array.of(0)), /does not start/)
  await assert.rejects(reader.read(Uint8Array.of(0)), /does not start/)
  await reader.stop()
})

test('Files take turns, and more than the machine can hold do not come in', async () => {
  const turns = takeTurns(100)
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    log.push(`${name} ends`)
    return name
  }
  const large = turns.take(new Uint8Array(500), work('large'))
  await assert.rejects(turns.take(new Uint8Array(1), work('refused')), InspectionBusy)
  assert.equal(await large, 'large')
  await turns.idle()
  const answers = await Promise.all(['a', 'b'].map((name) => turns.take(new Uint8Array(50), work(name))))
  assert.deepEqual(answers, ['a', 'b'])
  assert.deepEqual(log, ['large begins', 'large ends', 'a begins', 'a ends', 'b begins', 'b ends'])
})
