import type { TaskList } from 'graphile-worker'
import { handOverAbsence } from '../../usecases/duty/hand-over-absence.ts'
import type { DutyJob } from '../../usecases/duty/duty-ports.ts'
import type { Office } from '../../usecases/ports.ts'

/** What is done when an absence begins. */
export function dutyTasks(office: Office): TaskList {
  return {
    'hand-over': async (payload) => {
      await handOverAbsence(office, (payload as Omit<DutyJob, 'task'>).absence)
    },
  }
}
