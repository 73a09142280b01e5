import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { prepare } from '../../scripts/prepare.ts'
import { openCounter } from '../../src/usecases/tickets/counter-session.ts'
import type { BoardView } from '../../src/usecases/tickets/ticket-views.ts'
import { openBalancer, type Balancer } from '../support/balancer.ts'
import { buildHall, chances, hall, officerAt, openDay } from '../support/busy-hall.ts'
import type { ServedNode } from '../support/served-node.ts'
import { openTestOffice, workday, type TestOffice } from '../support/test-office.ts'

const program = fileURLToPath(new URL('../support/served-node.ts', import.meta.url))
let house: TestOffice
let nodes: { readonly child: ChildProcess; readonly port: number }[] = []
let balancer: Balancer
before(async () => {
  await prepare(() => undefined)
  house = await openTestOffice({ now: workday, origin: 'http://localhost:1' })
  await buildHall(house.database.adminUrl)
  nodes = [await openNode(), await openNode()]
  balancer = await openBalancer(nodes.map(({ port }) => port))
})
after(async () => {
  await balancer?.stop()
  for (const { child } of nodes) child.kill('SIGKILL')
  await house?.close()
})

async function openNode() {
  const about: ServedNode = { adminUrl: house.database.adminUrl, appUrl: house.database.appUrl, dataDir: house.dataDir, origin: 'http://localhost:1', now: workday }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, JSON.stringify(about)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString().trim())))
    child.once('exit', () => reject(new Error('The node did not open.')))
  })
  return { child, port }
}

/** What a browser's EventSource does: comes back after a break, with the id of what it saw last. Keeps every call that its board showed. */
function openBoard(origin: string) {
  const seen = new Map<number, string>()
  const over = new AbortController()
  let [breaks, lastId, pause] = [0, '', 2_000]
  const listening = (async () => {
    while (!over.signal.aborted) {
      try {
        const answer = await fetch(`${origin}/places/${hall}/board/events`, { headers: { accept: 'text/event-stream', ...(lastId === '' ? {} : { 'last-event-id': lastId }) }, signal: over.signal })
        let text = ''
        for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
          text += chunk
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]))
            text = text.slice(end + 2)
            if (fields['retry'] !== undefined) pause = Number(fields['retry'])
            if (fields['id'] !== undefined) lastId = fields['id']
            if (fields['event'] === 'board') for (const call of (JSON.parse(fields['data'] ?? '') as BoardView).calls) seen.set(call.id, call.number)
          }
        }
      } catch {
        // The line broke: that is what is tried here.
      }
      if (over.signal.aborted) return
      breaks += 1
      await sleep(pause)
    }
  })()
  return {
    seen,
    breaks: () => breaks,
    close: async () => {
      over.abort()
      await listening
    },
  }
}

test('A node dies while a board listens to it: the board goes on at the other one, and misses no call', async () => {
  const board = openBoard(`http://127.0.0.1:${balancer.port}`)
  const day = openDay([house.office], chances(7))
  for (const counter of ['1', '2', '3']) assert.ok((await openCounter(house.office, officerAt(counter), { place: hall, counter, takeOver: false, command: randomUUID() })).ok)
  const called = new Set<string>()
  const callOne = async (counter: string) => {
    await day.takeBooked(workday)
    const call = await day.call(counter)
    assert.ok(call.ok, JSON.stringify(call))
    called.add(call.id)
    assert.ok((await day.end(counter)).ok)
  }
  await until(() => balancer.taken.size === 1)
  await callOne('1')
  await until(() => board.seen.size >= 1)
  const holder = nodes.find(({ port }) => balancer.taken.has(port))!
  holder.child.kill('SIGKILL')
  for (const counter of ['1', '2', '3']) await callOne(counter)
  await until(() => board.seen.size >= called.size)
  assert.ok(board.breaks() >= 1, 'the line was cut')
  const other = nodes.find((node) => node !== holder)!
  assert.ok((balancer.taken.get(other.port) ?? 0) >= 1, 'it listens to the other one')
  await callOne('2')
  await until(() => board.seen.size >= called.size)
  await board.close()
  const calls = await house.office.store.transaction((tx) => tx.lastCalls(hall, 0, 100))
  assert.deepEqual([...board.seen.keys()].sort(), calls.map(({ id }) => id).sort(), 'every call, and no other')
})

async function until(isSo: () => boolean): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (isSo()) return
    await sleep(100)
  }
  throw new Error('It did not come so far in a minute.')
}
