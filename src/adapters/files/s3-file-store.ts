import { createHash, randomBytes } from 'node:crypto'
import { openBox, sealBox } from '../keys/sealed-box.ts'
import { openBucket, type S3Settings } from './bucket.ts'
import type { FileStore } from './file-store.ts'

/**
 * Documents in a bucket of an S3-compatible store, sealed exactly as those on the disk: the store sees random names and
 * random bytes. An object is there whole or not at all, so nothing unfinished is ever left. Throws FilesAway when the store
 * can't be reached, is too slow, or refuses: nothing was taken then that anybody refers to.
 */
export function openS3FileStore(settings: S3Settings): FileStore {
  const bucket = openBucket(settings)
  return {
    put: async (key, bytes) => {
      const ref = randomBytes(16).toString('hex')
      await bucket.put(ref, sealBox(key, bytes, ref))
      return { ref, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    },
    get: async (key, ref) => {
      const sealed = await bucket.get(ref)
      if (sealed === null) throw Object.assign(new Error('There is no such document in the store.'), { code: 'ENOENT' })
      return openBox(key, sealed, ref)
    },
    remove: bucket.remove,
    sweep: async (isReferenced, olderThanMs, now) => {
      let removed = 0
      for await (const found of bucket.list()) {
        const old = found.filter(({ at }) => at < now - olderThanMs).map(({ ref }) => ref)
        const kept = old.length > 0 ? await isReferenced(old) : new Set<string>()
        for (const ref of old.filter((each) => !kept.has(each))) {
          await bucket.remove(ref)
          removed += 1
        }
      }
      return removed
    },
  }
}
