import { createServer, connect, type Server, type Socket } from 'node:net'
import { freePort } from '../../src/adapters/free-port.ts'
import { prepare } from '../../scripts/prepare.ts'
import { openServer } from '../../src/cli/open-server.ts'
import type { TextSettings } from '../../src/adapters/texts/text-settings.ts'
import { openTestOffice, type TestOffice } from './test-office.ts'

export type ServedOffice = TestOffice & {
  /** What browsers open. Everything goes through a line that can be cut. */
  readonly origin: string
  /** Cuts every connection and takes no new one, as a broken cable would, until it is mended. */
  cut(): Promise<void>
  mend(): Promise<void>
}

/** The office with its pages, in this process, so that its clock can be set; on real HTTP. */
export async function serveTestOffice(now: number, options: { readonly smtpUrl?: string; readonly texts?: TextSettings } = {}): Promise<ServedOffice> {
  await prepare(() => undefined)
  const port = await freePort('localhost')
  const origin = `http://localhost:${port}`
  const house = await openTestOffice({ now, origin, ...options })
  Object.assign(globalThis, { [Symbol.for('satu-pintu.door')]: { office: house.office, log: { error: (facts: object, words: string) => console.error(words, facts) } } })
  const server = await openServer({ port: 0, host: '127.0.0.1', origin })
  const line = openLine(port, server.port)
  await line.mend()
  return {
    ...house,
    origin,
    cut: line.cut,
    mend: line.mend,
    close: async () => {
      await house.office.lineChanges.close()
      await line.cut()
      await server.close()
      await house.close()
    },
  }
}

function openLine(port: number, target: number): { cut(): Promise<void>; mend(): Promise<void> } {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const take = (near: Socket) => {
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  }
  return {
    mend: () => new Promise((resolve) => (server = createServer(take)).listen(port, 'localhost', () => resolve())),
    cut: () =>
      new Promise((resolve) => {
        if (!server) return resolve()
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
        server = null
      }),
  }
}
