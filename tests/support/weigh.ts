import { get } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

type Sent = { readonly status: number; readonly bytes: number; readonly text: string }

/** One answer as a browser gets it: how many bytes came over the line, compressed as the server chose. */
export function fetchRaw(address: string, cookie: string): Promise<Sent> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip, deflate, br', cookie, accept: 'text/html' } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        const encoding = response.headers['content-encoding']
        const text = (encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body).toString('utf8')
        resolve({ status: response.statusCode ?? 0, bytes: body.byteLength, text })
      })
    }).on('error', reject)
  })
}

/** What a page costs: its HTML, and each style and script that it names, by address. Images are left out. */
export async function weighPage(origin: string, path: string, cookie = ''): Promise<{ readonly html: number; readonly assets: ReadonlyMap<string, number>; readonly total: number }> {
  const page = await fetchRaw(origin + path, cookie)
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}.`)
  const named = [...page.text.matchAll(/<link[^>]+href="([^"]+\.css)"|<script[^>]+src="([^"]+)"|<link[^>]+href="([^"]+\.js)"/g)].map((match) => match[1] ?? match[2] ?? match[3]!)
  const assets = new Map<string, number>()
  for (const name of named) {
    const address = new URL(name, origin + path)
    assets.set(address.pathname, (await fetchRaw(address.href, '')).bytes)
  }
  return { html: page.bytes, assets, total: page.bytes + [...assets.values()].reduce((sum, each) => sum + each, 0) }
}
