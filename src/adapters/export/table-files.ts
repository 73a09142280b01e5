import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'

/** One row, as PostgreSQL writes it in JSON. */
export type Exported = Readonly<Record<string, unknown>>

/** Writes one table as JSON Lines (exact) and as CSV (RFC 4180, for a spreadsheet). `close` gives how many rows there were. */
export async function openTableFiles(folder: string, table: string, columns: readonly string[]): Promise<{ write(row: Exported): Promise<void>; close(): Promise<number> }> {
  const name = table.replaceAll('"', '')
  const [lines, sheet] = ['jsonl', 'csv'].map((kind) => createWriteStream(join(folder, `${name}.${kind}`), { flags: 'wx', mode: 0o600 }))
  const put = async (stream: typeof lines, text: string) => {
    if (!stream!.write(text)) await once(stream!, 'drain')
  }
  let count = 0
  await put(sheet, `${columns.join(',')}\r\n`)
  return {
    write: async (row) => {
      count += 1
      await put(lines, `${JSON.stringify(row)}\n`)
      await put(sheet, `${columns.map((column) => cellOf(row[column])).join(',')}\r\n`)
    },
    close: async () => {
      for (const stream of [lines!, sheet!]) await finished(stream.end())
      return count
    },
  }
}

/** What begins like a formula gets an apostrophe before it: a spreadsheet must not run what somebody typed into a form. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
