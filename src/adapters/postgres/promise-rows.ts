import type { PromiseTx } from '../../usecases/promises/promise-ports.ts'
import type { Connection } from './connection.ts'

export function promiseRows(_db: Connection): PromiseTx {
  return {}
}
