import { readAnswers, type Answers } from '../../src/office/form.ts'
import type { Decide, TakeIn } from '../../src/office/counter/record.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import type { CounterDevice } from './counter-device.ts'
import { photo, research } from './research.ts'

const requirements = ['ktp', 'surat_permohonan', 'proposal']

/** What a walk-in answers to the research permit's form, as the form reads it. */
export function walkInAnswers(office: Office, name: string): Answers {
  const service = office.services.current('izin-penelitian')!
  const answers = service.groups.map(({ key, fields }) => readAnswers(fields, research[key] ?? {}))
  return { ...Object.assign({}, ...answers), name }
}

/** A walk-in at a counter that is alone: the next number of the block, three scans, a receipt. */
export async function walkIn(
  office: Office,
  device: CounterDevice,
  officer: Visitor,
  name: string,
  change: (does: TakeIn) => TakeIn = (does) => does,
): Promise<{ readonly application: string; readonly number: string; readonly command: string }> {
  const service = office.services.current('izin-penelitian')!
  const block = device.nextNumber(service.id)
  // Every picture is another one: its hash is its name.
  const picture = await photo()
  const documents = requirements.map((requirement) => ({ requirement, fileName: `${requirement}.jpg`, sha256: device.scan(block.id, Buffer.concat([picture, Buffer.from(`${block.id} ${requirement}`)])) }))
  const does: TakeIn = { kind: 'take-in', application: block.id, number: block.number, service: service.id, serviceVersion: service.version, answers: walkInAnswers(office, name), documents }
  return { application: block.id, number: block.number, command: await device.does(officer, change(does)) }
}

/** A case that was checked, every document in order, and goes to the head. */
export const checked = (application: string, change: Partial<Decide> = {}): Decide => ({
  kind: 'decide', application, seen: { task: 'check', answersVersion: 1, returned: null }, outOfTurn: null,
  documents: Object.fromEntries(requirements.map((key) => [key, 'accepted'])), fields: {}, outcome: { kind: 'approve' }, ...change,
})
