import { join } from 'node:path'
import { openBucket, type S3Settings } from '../files/bucket.ts'
import type { Documents } from './mirror-files.ts'

/** Where the office of a data folder keeps its documents. */
export function documentsOf({ dataDir, s3 }: { readonly dataDir: string; readonly s3?: S3Settings | null | undefined }): Documents {
  return s3 ? openBucket(s3) : join(dataDir, 'files')
}
