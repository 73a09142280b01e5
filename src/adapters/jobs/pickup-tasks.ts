import type { TaskList } from 'graphile-worker'
import { lookAhead } from '../../usecases/booking/offer-later-slot.ts'
import type { PickupJob } from '../../usecases/booking/pickup-ports.ts'
import { settlePickup } from '../../usecases/booking/settle-pickup.ts'
import type { Office } from '../../usecases/ports.ts'

type Payload<T extends PickupJob['task']> = Omit<Extract<PickupJob, { task: T }>, 'task'>

/** What is done later about pickups, but for the sending of messages. */
export function pickupTasks(office: Office): TaskList {
  return {
    'pickup-settle': async (payload) => settlePickup(office, (payload as Payload<'pickup-settle'>).application),
    'pickup-look': async () => {
      await lookAhead(office)
    },
  }
}
