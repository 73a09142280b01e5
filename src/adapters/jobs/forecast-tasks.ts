import type { TaskList } from 'graphile-worker'
import type { Office } from '../../usecases/ports.ts'
import type { Post } from './run-jobs.ts'

/** What is done later about forecasts. Tasks that send are left out while there is no mail server. */
export function forecastTasks(_office: Office, _post: Post | null): TaskList {
  return {}
}
