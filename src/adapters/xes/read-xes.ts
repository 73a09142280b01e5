import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Parser } from 'saxen'
import type { Trace } from '../../process/index.ts'
import { traceBuilder, XesError } from './build-traces.ts'

export { XesError } from './build-traces.ts'

/** A log that is unpacked is at most this many bytes: a small file can't fill the machine. */
const mostBytes = 2 ** 30

/**
 * Reads an event log in XES (IEEE 1849-2016), packed with gzip when its name ends in `.gz`: its cases in the order of
 * the file, each with its completed events in the order of time. Throws XesError with a sentence that says what is wrong.
 */
export async function readXesFile(path: string): Promise<readonly Trace[]> {
  const file = createReadStream(path)
  if (!path.endsWith('.gz')) return readXes(file)
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  try {
    return await readXes(file.pipe(unpacked))
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))) throw new XesError('The file is not packed with gzip, or it was cut off.')
    throw error
  }
}

/** As `readXesFile`, from a stream of bytes in UTF-8. */
export async function readXes(bytes: Readable, most = mostBytes): Promise<readonly Trace[]> {
  const builder = traceBuilder()
  const parser = new Parser()
  let broken: Error | null = null
  const fail = (error: Error) => {
    broken ??= error
  }
  const guarded = (work: () => void) => {
    try {
      if (broken === null) work()
    } catch (error) {
      fail(error as Error)
    }
  }
  parser.ns({ 'http://www.xes-standard.org/': 'xes', 'http://www.xes-standard.org': 'xes' })
  parser.on('openTag', (name, attributes, decode) => guarded(() => builder.open(plain(name), attributes(), decode)))
  parser.on('closeTag', () => guarded(() => builder.close()))
  parser.on('error', (error) => fail(new XesError(`The file is not well-formed XML: ${error.message}.`)))
  parser.on('warn', (error) => fail(new XesError(`The file is not well-formed XML: ${error.message}.`)))
  // Logs have no document type; entities of its own could make a small file endless.
  parser.on('attention', () => fail(new XesError('The file has a document type (<!DOCTYPE>), which a log has not.')))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw new XesError('The file is not written in UTF-8.')
    }
  }
  let size = 0
  for await (const chunk of bytes) {
    size += (chunk as Uint8Array).length
    if (size > most) throw new XesError(`The log is larger than ${most} bytes.`)
    parser.write(decode(chunk as Uint8Array))
    if (broken !== null) throw broken as Error
  }
  decode()
  parser.end()
  if (broken !== null) throw broken as Error
  return builder.finish()
}

const plain = (name: string) => name.replace(/^xes:/, '')
