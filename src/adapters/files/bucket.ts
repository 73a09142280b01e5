import { AwsClient } from 'aws4fetch'
import { FilesAway } from '../../usecases/files-away.ts'

export type S3Settings = {
  /** Of the bucket, without a slash at the end: `https://s3.kota.example/berkas`. */
  readonly bucketUrl: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Longest that one request may take, in ms; a scan of 20 MB goes through it. */
  readonly patienceMs?: number
}

/** The documents of a bucket as they lie there, sealed; what opens them is none of its business. */
export type Bucket = {
  /** The sealed bytes; null when there is no such document. */
  get(ref: string): Promise<Buffer | null>
  put(ref: string, sealed: Uint8Array): Promise<void>
  /** No error when it is gone already. */
  remove(ref: string): Promise<void>
  /** All documents, in portions, each with when it was put there (epoch ms). */
  list(): AsyncGenerator<readonly { readonly ref: string; readonly at: number }[]>
}

const refPattern = /^[0-9a-f]{32}$/
const tries = 2
const portion = 500
const listed = /<Contents>.*?<Key>documents\/([0-9a-f]{32})<\/Key>.*?<LastModified>([^<]+)<\/LastModified>.*?<\/Contents>/gs

/** Opens nothing at the start, so that a dead store does not keep the office closed. Throws FilesAway when the store can't be reached, is too slow, or refuses. */
export function openBucket({ bucketUrl, region, accessKeyId, secretAccessKey, patienceMs = 30_000 }: S3Settings): Bucket {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
  const address = (ref: string) => {
    if (!refPattern.test(ref)) throw new Error('This is not a reference of the document store.')
    return `${bucketUrl}/documents/${ref}`
  }
  /** One request and, since each of them comes to the same when done twice, one more when it got lost or the store stumbled. */
  const ask = async (url: string, init: { readonly method: string; readonly body?: Uint8Array }): Promise<{ readonly status: number; readonly bytes: Buffer }> => {
    const signal = AbortSignal.timeout(patienceMs)
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await client.fetch(url, { method: init.method, signal, ...(init.body ? { body: new Uint8Array(init.body) } : {}) })
        const bytes = Buffer.from(await answer.arrayBuffer())
        if (answer.status < 300 || answer.status === 404) return { status: answer.status, bytes }
        throw new Error(`The store answered ${answer.status}.`)
      } catch (error) {
        if (attempt === tries || signal.aborted) throw new FilesAway(error)
      }
    }
  }
  return {
    get: async (ref) => {
      const { status, bytes } = await ask(address(ref), { method: 'GET' })
      return status === 404 ? null : bytes
    },
    put: async (ref, sealed) => {
      const { status } = await ask(address(ref), { method: 'PUT', body: sealed })
      if (status === 404) throw new FilesAway(new Error('There is no such bucket.'))
    },
    remove: async (ref) => {
      await ask(address(ref), { method: 'DELETE' })
    },
    list: async function* () {
      for (let after = ''; ; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: 'documents/', 'max-keys': String(portion), ...(after === '' ? {} : { 'start-after': after }) })
        const page = (await ask(`${bucketUrl}?${query}`, { method: 'GET' })).bytes.toString('utf8')
        const found = [...page.matchAll(listed)].map(([, ref = '', at = '']) => ({ ref, at: Date.parse(at) }))
        if (found.length > 0) yield found
        const last = found.at(-1)
        if (!last || !page.includes('<IsTruncated>true</IsTruncated>')) return
        after = `documents/${last.ref}`
      }
    },
  }
}
