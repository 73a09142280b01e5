import type { TaskList } from 'graphile-worker'
import type { Job } from '../../usecases/ports.ts'
import type { Dispatch, Room } from './dispatch.ts'

type Sent = Extract<Job, { task: 'mail' | 'booking-mail' | 'pickup-mail' | 'delivery-mail' | 'text-code' | 'text-answer' }>['task']

/** The jobs that each cause one message to one citizen. Those of mail are left out while there is no mail server, those of texts while there is no provider. */
export function messageTasks(dispatch: Dispatch, has: { readonly mail: boolean; readonly texts: boolean }): TaskList {
  const begins = (task: Sent, room: Room): TaskList => ({
    [task]: (payload, { job }) => dispatch.begin({ ...(payload as object), task } as Job, `job-${job.id}`, room),
  })
  const goesOn = (task: 'text-message' | 'message-mail', room: Room): TaskList => ({
    [task]: (payload) => dispatch.goOn((payload as { readonly sending: string }).sending, room),
  })
  const mail = { ...begins('mail', 'mail'), ...begins('booking-mail', 'mail'), ...begins('pickup-mail', 'mail'), ...begins('delivery-mail', 'mail'), ...goesOn('message-mail', 'mail') }
  const texts = { ...begins('text-code', 'text'), ...begins('text-answer', 'text') }
  // What waits as a text goes on without a provider too: by the next channel.
  return { ...goesOn('text-message', 'text'), ...(has.mail ? mail : {}), ...(has.texts ? texts : {}) }
}
