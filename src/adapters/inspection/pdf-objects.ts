import { constants, inflateSync } from 'node:zlib'
import { readValue, TooDeep, type PdfEntry, type PdfValue } from './pdf-values.ts'

export type PdfObject = {
  readonly value: PdfValue
  /** Where the bytes of its stream begin and how many it says there are, when it says so itself. */
  readonly stream: { readonly start: number; readonly length: number | null; readonly fileSize: number } | null
}

/** What object streams and cross-reference streams may grow to, all together: a real one holds some hundred kB. */
const mostInflated = 96 * 1024 * 1024
/** Objects don't overlap, so a file is read about once; a file made to be read forever is given up. */
const mostReadings = 8

type Reading = { readonly see: (object: PdfObject) => void; inflated: number; left: number }

/**
 * Reads every object of a PDF, wherever it lies: after each `obj` and `trailer` of the file, whatever the cross-reference
 * table says, so that nothing is hidden from the eye that a reader would find. Not complete when a part could not be read.
 */
export function readPdfObjects(file: Uint8Array, see: (object: PdfObject) => void): { readonly complete: boolean } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const reading: Reading = { see, inflated: 0, left: bytes.length * mostReadings + mostInflated }
  try {
    return { complete: readFile(bytes, reading) }
  } catch (error) {
    if (error instanceof TooDeep) return { complete: false }
    throw error
  }
}

function readFile(bytes: Buffer, reading: Reading): boolean {
  for (const at of offsetsAfter(bytes, 'trailer')) {
    if (!spend(reading, at, readObject(bytes, at, reading).next)) return false
  }
  for (const at of offsetsAfter(bytes, 'obj')) {
    if (bytes.toString('latin1', at - 6, at) === 'endobj') continue
    const { object, next } = readObject(bytes, at, reading)
    if (!spend(reading, at, next)) return false
    if (object.stream && !readIfObjectStream(bytes.subarray(object.stream.start), object.value, reading)) return false
  }
  return true
}

function* offsetsAfter(bytes: Buffer, word: string): Generator<number> {
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) yield at + word.length
}

function spend(reading: Reading, from: number, next: number): boolean {
  reading.left -= next - from
  return reading.left >= 0
}

function readObject(bytes: Buffer, at: number, reading: Reading): { readonly object: PdfObject; readonly next: number } {
  const { value, next } = readValue(bytes, at)
  const object = { value, stream: value.kind === 'dictionary' ? findStream(bytes, value.entries, next) : null }
  reading.see(object)
  return { object, next }
}

function findStream(bytes: Buffer, entries: readonly PdfEntry[], at: number): PdfObject['stream'] {
  const { value, next } = readValue(bytes, at)
  if (value.kind !== 'word' || value.word !== 'stream') return null
  let start = next
  while (start < bytes.length && bytes[start] !== 10 && bytes[start] !== 13) start++
  start += bytes[start] === 13 && bytes[start + 1] === 10 ? 2 : 1
  return { start, length: numberOf(entries, 'Length'), fileSize: bytes.length }
}

const valuesOf = (entries: readonly PdfEntry[], ...keys: readonly string[]) => entries.filter(([key]) => keys.includes(key)).map(([, value]) => value)

function numberOf(entries: readonly PdfEntry[], key: string): number | null {
  const [value, ...others] = valuesOf(entries, key)
  return value?.kind === 'number' && others.length === 0 ? value.number : null
}

/** A stream that holds objects, or where they lie; readers don't ask for its type, so neither does this. False when broken. */
function readIfObjectStream(body: Buffer, value: PdfValue, reading: Reading): boolean {
  if (value.kind !== 'dictionary') return true
  const { entries } = value
  const has = (key: string) => entries.some(([each]) => each === key)
  const type = valuesOf(entries, 'Type').flatMap((each) => (each.kind === 'name' ? [each.name] : []))
  if (has('N') && has('First')) return readObjectStream(body, entries, reading)
  if (type.includes('ObjStm')) return false
  return type.includes('XRef') || (has('W') && has('Size')) ? unpack(body, entries, reading) !== null : true
}

function readObjectStream(body: Buffer, entries: readonly PdfEntry[], reading: Reading): boolean {
  const first = numberOf(entries, 'First')
  const count = numberOf(entries, 'N')
  // Every known writer packs objects with plain Flate; a predictor would hide their names.
  if (first === null || count === null || valuesOf(entries, 'DecodeParms', 'DP').some(predicts)) return false
  const objects = unpack(body, entries, reading)
  if (!objects) return false
  // At the offsets of the header, where readers look, and one after another, where other readers look.
  for (let at = 0, pair = 0; pair < count; pair++) {
    const number = readValue(objects, at)
    const offset = readValue(objects, number.next)
    if (number.value.kind !== 'number' || offset.value.kind !== 'number') break
    at = offset.next
    const start = first + offset.value.number
    if (!spend(reading, start, readObject(objects, start, reading).next)) return false
  }
  for (let at = Math.max(0, first); at < objects.length; ) at = readObject(objects, at, reading).next
  return true
}

function predicts(value: PdfValue): boolean {
  if (value.kind === 'array') return value.items.some(predicts)
  if (value.kind !== 'dictionary') return value.kind === 'reference'
  return valuesOf(value.entries, 'Predictor').some((each) => each.kind !== 'number' || each.number > 1)
}

/** Null when it is packed in another way than with one Flate, is broken, or grows too large. */
function unpack(body: Buffer, entries: readonly PdfEntry[], reading: Reading): Buffer | null {
  const filters = valuesOf(entries, 'Filter', 'F').flatMap((each) => (each.kind === 'array' ? each.items : [each]))
  const room = mostInflated - reading.inflated
  if (filters.length > 1 || room <= 0) return null
  const [filter] = filters
  if (filter && !(filter.kind === 'name' && (filter.name === 'FlateDecode' || filter.name === 'Fl'))) return null
  if (!filter) {
    const length = numberOf(entries, 'Length')
    return length === null || length < 0 ? null : body.subarray(0, length)
  }
  try {
    // The stream knows its own end, whatever the file says of its length; some writers leave the last block open.
    const unpacked = inflateSync(body, { maxOutputLength: room, finishFlush: constants.Z_SYNC_FLUSH })
    reading.inflated += unpacked.length
    return unpacked
  } catch {
    return null
  }
}
