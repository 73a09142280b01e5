import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'

export type JournalServer = { readonly address: string; stop(): Promise<void> }

/**
 * Hands pieces of the journal to PostgreSQL's restore command, on this machine only and to whoever knows the address.
 * `read` gives the plain piece, null when there is none, and throws when it is damaged.
 */
export async function serveJournal(read: (name: string) => Promise<Buffer | null>): Promise<JournalServer> {
  const secret = randomBytes(24).toString('hex')
  const server = createServer((request, response) => {
    const [, given, name = ''] = (request.url ?? '').split('/')
    const answer = (status: number, body?: Buffer) => response.writeHead(status).end(body)
    if (given !== secret) return void answer(403)
    read(name).then(
      (piece) => (piece ? answer(200, piece) : answer(404)),
      () => answer(500),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/${secret}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Keeps what is written to it in memory: for one piece of a journal (16 MiB), never for a whole backup. */
export function inMemory(): { readonly stream: Writable; readonly bytes: () => Buffer } {
  const chunks: Buffer[] = []
  return { stream: new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) }), bytes: () => Buffer.concat(chunks) }
}
