import { createHash, randomBytes } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { FilesAway } from '../../usecases/files-away.ts'
import { openBox, sealBox } from '../keys/sealed-box.ts'
import type { FileStore } from './file-store.ts'

export type S3Settings = {
  /** Of the bucket, without a slash at the end: `https://s3.kota.example/berkas`. */
  readonly bucketUrl: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Longest that one request may take, in ms; a scan of 20 MB goes through it. */
  readonly patienceMs?: number
}

const refPattern = /^[0-9a-f]{32}$/
const tries = 2
const listed = /<Contents>.*?<Key>documents\/([0-9a-f]{32})<\/Key>.*?<LastModified>([^<]+)<\/LastModified>.*?<\/Contents>/gs

/**
 * Documents in a bucket of an S3-compatible store, sealed exactly as those on the disk: the store sees random names and
 * random bytes. An object is there whole or not at all, so nothing unfinished is ever left. Opens nothing at the start, so
 * that a dead store does not keep the office closed. Throws FilesAway when the store can't be reached, is too slow, or
 * refuses: nothing was taken then that anybody refers to.
 */
export function openS3FileStore({ bucketUrl, region, accessKeyId, secretAccessKey, patienceMs = 30_000 }: S3Settings): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 })
  const address = (ref: string) => {
    if (!refPattern.test(ref)) throw new Error('This is not a reference of the document store.')
    return `${bucketUrl}/documents/${ref}`
  }
  /** One request and, since each of them comes to the same when done twice, one more when it got lost or the store stumbled. */
  const ask = async (url: string, init: { readonly method: string; readonly body?: Buffer }): Promise<{ readonly status: number; readonly bytes: Buffer }> => {
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
  const remove = async (ref: string): Promise<void> => {
    await ask(address(ref), { method: 'DELETE' })
  }
  return {
    put: async (key, bytes) => {
      const ref = randomBytes(16).toString('hex')
      const { status } = await ask(address(ref), { method: 'PUT', body: sealBox(key, bytes, ref) })
      if (status === 404) throw new FilesAway(new Error('There is no such bucket.'))
      return { ref, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    },
    get: async (key, ref) => {
      const { status, bytes } = await ask(address(ref), { method: 'GET' })
      if (status === 404) throw Object.assign(new Error('There is no such document in the store.'), { code: 'ENOENT' })
      return openBox(key, bytes, ref)
    },
    remove,
    sweep: async (isReferenced, olderThanMs, now) => {
      let removed = 0
      for (let after = ''; ; ) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: 'documents/', 'max-keys': '500', ...(after === '' ? {} : { 'start-after': after }) })
        const page = (await ask(`${bucketUrl}?${query}`, { method: 'GET' })).bytes.toString('utf8')
        const found = [...page.matchAll(listed)].map(([, ref = '', at = '']) => ({ ref, at: Date.parse(at) }))
        const old = found.filter(({ at }) => at < now - olderThanMs).map(({ ref }) => ref)
        const kept = old.length > 0 ? await isReferenced(old) : new Set<string>()
        for (const ref of old.filter((each) => !kept.has(each))) {
          await remove(ref)
          removed += 1
        }
        const last = found.at(-1)
        if (!last || !page.includes('<IsTruncated>true</IsTruncated>')) return removed
        after = `documents/${last.ref}`
      }
    },
  }
}
