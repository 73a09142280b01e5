import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Balancer = { readonly port: number; /** To how many nodes connections were made so far, by their port. */ readonly taken: ReadonlyMap<number, number>; stop(): Promise<void> }

/** The plainest load balancer: each connection goes to the next node in turn, or to the one after it when that one is gone. */
export async function openBalancer(nodes: readonly number[]): Promise<Balancer> {
  const taken = new Map<number, number>()
  const sockets = new Set<Socket>()
  let turn = 0
  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => near.destroy())
    near.on('close', () => sockets.delete(near))
    const first = turn++
    const lead = (tries: number) => {
      const port = nodes[(first + tries) % nodes.length]!
      const far = connect(port, '127.0.0.1')
      far.once('connect', () => {
        taken.set(port, (taken.get(port) ?? 0) + 1)
        near.pipe(far).pipe(near)
        near.on('close', () => far.destroy())
        far.on('close', () => near.destroy())
      })
      far.on('error', () => {
        if (far.connecting || far.bytesRead > 0 || tries + 1 === nodes.length) return near.destroy()
        if (far.bytesWritten === 0) lead(tries + 1)
        else near.destroy()
      })
    }
    lead(0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
