import { inflateSync } from 'node:zlib'

const acting = new Set(['JavaScript', 'JS', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia', 'XFA', 'SubmitForm', 'ImportData', 'GoToE', 'Movie', 'Sound', 'Rendition'])
/** Long enough that no picture holds them by chance, so that they are looked for inside of streams too. */
const telling = [...acting].filter((name) => name.length >= 10)
const mostInflated = 64 * 1024 * 1024

/**
 * Looks through a PDF for parts that act by themselves (ISO 32000-1, clause 12.6): names outside of streams, and in the
 * compressed object streams. Names may be written with `#xx` for any letter. Null when there is none.
 */
export function findActiveParts(bytes: Uint8Array): 'PdfActive' | 'PdfEncrypted' | 'Corrupt' | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const { outside, objectStreams } = split(text)
  const names = namesIn(outside)
  if (names.has('Encrypt')) return 'PdfEncrypted'
  if (acts(names) || telling.some((name) => text.includes(`/${name}`))) return 'PdfActive'
  for (const stream of objectStreams) {
    const inflated = inflate(stream)
    if (inflated === null) return 'Corrupt'
    if (acts(namesIn(inflated))) return 'PdfActive'
  }
  return null
}

/** Cuts the bodies of streams out; keeps those of object streams. */
function split(text: string): { readonly outside: string; readonly objectStreams: readonly string[] } {
  const outside: string[] = []
  const objectStreams: string[] = []
  const begins = /stream\r?\n/g
  let at = 0
  for (let found = begins.exec(text); found; found = begins.exec(text)) {
    if (text.slice(found.index - 3, found.index) === 'end') continue
    const end = text.indexOf('endstream', begins.lastIndex)
    const head = text.slice(at, found.index)
    outside.push(head)
    if (end < 0) {
      at = begins.lastIndex
      break
    }
    // The dictionary of a stream stands right before it.
    if (namesIn(head.slice(-400)).has('ObjStm')) objectStreams.push(text.slice(begins.lastIndex, end))
    at = end
    begins.lastIndex = end + 'endstream'.length
  }
  outside.push(text.slice(at))
  return { outside: outside.join('\n'), objectStreams }
}

function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, name = ''] of text.matchAll(/\/([^\s/()<>[\]{}%]{1,64})/g))
    names.add(name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))))
  return names
}

const acts = (names: ReadonlySet<string>) => [...names].some((name) => acting.has(name))

function inflate(stream: string): string | null {
  try {
    return inflateSync(Buffer.from(stream, 'latin1'), { maxOutputLength: mostInflated }).toString('latin1')
  } catch {
    return null
  }
}
