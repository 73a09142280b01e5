import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { Worker } from 'node:worker_threads'
import { openBenchOffice, round, type Measured } from './support.ts'

/** A visit of somebody who has not signed in: what there is, one service, where a case is asked for, whether a permit is genuine, what works. */
const paths = ['/', '/services', '/services/izin-penelitian', '/track', '/verify', '/status'] as const
const visits = 2_400
const warmUp = 120
const atOnce = 32

/** Public pages a second of one node over HTTP, made anew for each visit. The yardstick is a bare HTTP server that sends a page of that size. */
export async function measurePublicPages(): Promise<Measured> {
  const bench = await openBenchOffice()
  const page = await (await fetch(`${bench.origin}/services`, { headers: { accept: 'text/html' } })).text()
  const bare = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page))
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', () => resolve()))
  try {
    await visit(bench.origin, warmUp)
    const ours = await visit(bench.origin, visits)
    const yardstick = await visit(`http://127.0.0.1:${(bare.address() as AddressInfo).port}`, visits)
    return { name: 'public-pages', ours: round(ours), yardstick: round(yardstick), ratio: round(ours / yardstick), unit: 'pages/s', atOnce }
  } finally {
    await new Promise((resolve) => bare.close(resolve))
    await bench.close()
  }
}

/** From a thread of its own, as people elsewhere would. */
function visit(origin: string, count: number): Promise<number> {
  const visitor = new Worker(new URL('./page-visitor.ts', import.meta.url), { workerData: { origin, atOnce, paths: Array.from({ length: count }, (_, index) => paths[index % paths.length]) } })
  return new Promise((resolve, reject) => {
    visitor.once('message', resolve)
    visitor.once('error', reject)
  })
}

