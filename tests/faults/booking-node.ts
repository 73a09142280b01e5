// One node of the office, for a test that kills it: holds and confirms for whoever connects, one JSON line each.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { openOffice } from '../../src/adapters/open-office.ts'
import { confirmBooking } from '../../src/usecases/booking/change-booking.ts'
import { holdSlot } from '../../src/usecases/booking/hold-slot.ts'
import type { Visitor } from '../../src/usecases/views.ts'

export type NodeRequest =
  | { readonly kind: 'hold'; readonly command: string; readonly slot: number; readonly person: string }
  | { readonly kind: 'confirm'; readonly command: string; readonly booking: string; readonly person: string }

const [adminUrl, appUrl, dataDir] = process.argv.slice(2) as [string, string, string]
const { office, startWorker } = await openOffice({
  settings: { origin: 'http://office.example', dataDir, demo: false, mailFrom: 'no-reply@office.example' },
  adminUrl, appUrl, smtpUrl: null,
  log: { info: () => undefined, error: (facts, words) => console.error(words, facts) },
})
await startWorker()

async function answer(request: NodeRequest): Promise<object> {
  const visitor: Visitor = { kind: 'citizen', person: request.person, email: '', locale: 'id' }
  return request.kind === 'hold' ? holdSlot(office, visitor, request) : confirmBooking(office, visitor, request)
}

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  createInterface({ input: socket }).on('line', (line) => {
    answer(JSON.parse(line) as NodeRequest).then(
      (said) => socket.write(`${JSON.stringify(said)}\n`),
      // The client does not know what became of it, and asks again.
      () => socket.destroy(),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${JSON.stringify({ port: typeof address === 'object' ? address?.port : null, node: randomUUID() })}\n`)
})
