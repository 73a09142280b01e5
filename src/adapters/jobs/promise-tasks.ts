import type { TaskList } from 'graphile-worker'
import type { Office } from '../../usecases/ports.ts'
import type { PromiseJob } from '../../usecases/promises/promise-ports.ts'
import { readPromiseMail } from '../../usecases/promises/read-promise-mail.ts'
import { runAlarms } from '../../usecases/promises/run-alarms.ts'
import type { Dispatch } from './dispatch.ts'
import type { Post } from './run-jobs.ts'
import { writePromiseMail } from './write-promise-mail.ts'

type Payload<T extends PromiseJob['task']> = Omit<Extract<PromiseJob, { task: T }>, 'task'>

/** What is done later about promised days. Tasks that send are left out while there is no mail server. */
export function promiseTasks(office: Office, post: Post | null, dispatch: Dispatch): TaskList {
  return {
    promise: async (payload) => {
      await runAlarms(office, (payload as Payload<'promise'>).application)
    },
    ...(post ? mailTasks(office, post, dispatch) : {}),
  }
}

function mailTasks(office: Office, post: Post, dispatch: Dispatch): TaskList {
  return {
    'promise-mail': async (payload, { job }) => {
      const { application, message } = payload as Payload<'promise-mail'>
      // What applicants are told goes by the channels that they chose; the staff has mail.
      if (message === 'moved' || message === 'stopped' || message === 'started') return dispatch.begin({ task: 'promise-mail', application, message }, `job-${job.id}`, 'mail')
      const facts = await readPromiseMail(office, application, message)
      if (!facts) return
      for (const [index, to] of facts.to.entries()) {
        const mail = writePromiseMail(office.origin, to, message, facts)
        if (mail) await post.send({ ...mail, messageId: `job-${job.id}-${index}` })
      }
    },
  }
}
