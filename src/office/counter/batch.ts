import type { SignedRecord } from './record.ts'

/** A line of a batch: a record with its signature, or something that no longer is one. */
export type BatchLine = { readonly kind: 'record'; readonly record: SignedRecord } | { readonly kind: 'damaged'; readonly text: string }

/** The lines of a batch: one record a line, each ended by a line feed. */
export function writeBatch(records: readonly SignedRecord[]): string {
  return records.map((record) => `${JSON.stringify({ body: record.body, signature: record.signature })}\n`).join('')
}

/**
 * Takes the bytes of a batch as they come. A line counts when its line feed has come: whatever byte the connection broke
 * at, there are whole records and nothing else. UTF-8 that a cut tore apart is in the unfinished line, which is left out.
 */
export function batchReader(longestLine: number): { push(bytes: Uint8Array): readonly BatchLine[] } {
  let pieces: Uint8Array[] = []
  let held = 0
  let tooLong = false
  const text = new TextDecoder('utf-8', { fatal: true })
  const line = (): BatchLine => {
    const bytes = joined(pieces, held)
    const wasTooLong = tooLong
    pieces = []
    held = 0
    tooLong = false
    try {
      const read = text.decode(bytes)
      return wasTooLong ? { kind: 'damaged', text: read } : readLine(read)
    } catch {
      return { kind: 'damaged', text: new TextDecoder().decode(bytes) }
    }
  }
  return {
    push(bytes) {
      const lines: BatchLine[] = []
      let from = 0
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
        keep(bytes.subarray(from, at))
        from = at + 1
        if (held > 0) lines.push(line())
      }
      keep(bytes.subarray(from))
      return lines
    },
  }
  /** A line without end is cut off at the longest that a record can be: it is damaged anyway. */
  function keep(bytes: Uint8Array): void {
    const rest = longestLine - held
    if (bytes.length > rest) tooLong = true
    const part = bytes.slice(0, Math.max(0, rest))
    if (part.length > 0) pieces.push(part)
    held += part.length
  }
}

function readLine(text: string): BatchLine {
  try {
    const value = JSON.parse(text) as { readonly body?: unknown; readonly signature?: unknown } | null
    if (typeof value?.body === 'string' && typeof value.signature === 'string') return { kind: 'record', record: { body: value.body, signature: value.signature } }
  } catch {
    // Not even JSON any more.
  }
  return { kind: 'damaged', text }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
