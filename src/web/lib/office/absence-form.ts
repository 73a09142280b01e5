import { absenceKinds, type AbsenceKind } from '#usecases/duty/duty-ports.ts'
import type { AbsenceAsked } from '#usecases/duty/record-absence.ts'

/** What the form of an absence says; what nobody can choose is left for the rules to refuse. */
export function readAbsence(form: FormData, self: string, command: string): AbsenceAsked {
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 100)
  return {
    person: text('person') || self,
    units: form.getAll('unit').map(String).slice(0, 50),
    firstDay: text('first'),
    lastDay: text('last') || text('first'),
    deputy: text('deputy') || null,
    kind: absenceKinds.find((kind) => kind === text('kind')) ?? ('' as AbsenceKind),
    command,
  }
}
