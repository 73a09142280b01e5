import type { TaskList } from 'graphile-worker'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'

/** What is done later about promised days. Tasks that send are left out while there is no mail server. */
export function promiseTasks(_office: Office, _post: Post | null): TaskList {
  return {}
}
