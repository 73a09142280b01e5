import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import compression from 'compression'

type Handler = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void

export type OpenServer = { readonly port: number; close(): Promise<void> }

const built = new URL('../../build/handler.js', import.meta.url)

/**
 * Puts the built pages behind a port. Pages believe in one address only, the office's own: whatever host or scheme a
 * request claims is overwritten before it reaches them.
 */
export async function openServer(options: { readonly port: number; readonly host: string; readonly origin: string }): Promise<OpenServer> {
  const { protocol, host } = new URL(options.origin)
  process.env['PROTOCOL_HEADER'] = 'x-satu-pintu-protocol'
  process.env['HOST_HEADER'] = 'x-satu-pintu-host'
  process.env['BODY_SIZE_LIMIT'] = '25M'
  const { handler } = (await import(built.href)) as { handler: Handler }
  const compress = compression()
  const server = createServer((request, response) => {
    request.headers['x-satu-pintu-protocol'] = protocol.slice(0, -1)
    request.headers['x-satu-pintu-host'] = host
    compress(request as Parameters<typeof compress>[0], response as Parameters<typeof compress>[1], () =>
      handler(request, response, () => {
        response.statusCode = 404
        response.end()
      }),
    )
  })
  // Twenty megabytes over a village line take their time; headers do not.
  server.requestTimeout = 30 * 60_000
  server.headersTimeout = 30_000
  await listen(server, options.port, options.host)
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Lets running requests finish, at most ten seconds; takes no new ones. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), 10_000)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}
