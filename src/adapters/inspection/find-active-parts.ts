import { readPdfObjects, type PdfObject } from './pdf-objects.ts'
import type { PdfEntry, PdfValue } from './pdf-values.ts'

/** Actions that run code, start programs, fetch or send (ISO 32000-1, table 198; ISO 32000-2, table 201). */
const actions = ['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToE', 'Rendition', 'Movie', 'Sound', 'RichMediaExecute', 'GoTo3DView']
/** Annotations that hold a file or something that plays (ISO 32000-1, table 169). */
const annotations = ['FileAttachment', 'RichMedia', 'Movie', 'Sound', 'Screen', '3D']
const acting = new Set([...actions, ...annotations, 'EmbeddedFile'])
/** Entries whose value is a script, a form that runs scripts, or something that plays. */
const actingKeys = new Set(['JS', 'XFA', 'RichMediaContent', 'RichMediaSettings'])

export type ActiveParts = 'PdfActive' | 'PdfEncrypted' | 'Corrupt'

/**
 * Looks through every object of a PDF, also of those in compressed object streams and those that an earlier saving left
 * behind, for what acts by itself, and for encryption. Null when there is none. Words in texts and titles do no harm: a
 * name counts only where a reader would act on it.
 */
export function findActiveParts(bytes: Uint8Array): ActiveParts | null {
  const found = new Set<ActiveParts>()
  const { complete } = readPdfObjects(bytes, (object) => {
    if (object.value.kind === 'name' && acting.has(object.value.name)) found.add('PdfActive')
    look(object.value, found)
    if (isCutOff(object)) found.add('Corrupt')
  })
  // Nothing inside can be read under a key, so that comes first.
  if (found.has('PdfEncrypted')) return 'PdfEncrypted'
  if (found.has('PdfActive')) return 'PdfActive'
  return found.has('Corrupt') || !complete ? 'Corrupt' : null
}

function look(value: PdfValue, found: Set<ActiveParts>): void {
  if (value.kind === 'array') for (const item of value.items) look(item, found)
  if (value.kind !== 'dictionary') return
  for (const entry of value.entries) {
    if (entry[0] === 'Encrypt' && !isNothing(entry[1])) found.add('PdfEncrypted')
    if (acts(entry) || holdsFile(entry, value.entries)) found.add('PdfActive')
    look(entry[1], found)
  }
}

function acts([key, value]: PdfEntry): boolean {
  if (key === 'S' || key === 'Subtype' || key === 'Type') return value.kind === 'name' && acting.has(value.name)
  return actingKeys.has(key) && !isNothing(value)
}

/** A file specification with the file in it; beside `EF` stands the name of the file. */
function holdsFile([key, value]: PdfEntry, entries: readonly PdfEntry[]): boolean {
  return key === 'EF' && !isNothing(value) && entries.some(([other]) => ['F', 'UF', 'Type'].includes(other))
}

const isNothing = (value: PdfValue) => value.kind === 'word' && value.word === 'null'

/** The file ends before a stream does: it was not sent whole. */
function isCutOff({ stream }: PdfObject): boolean {
  return stream !== null && stream.length !== null && stream.start + stream.length > stream.fileSize
}
