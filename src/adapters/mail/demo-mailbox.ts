import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser, type ParsedMail } from 'mailparser'

export type MailLine = { readonly id: string; readonly at: number; readonly to: string; readonly subject: string }
export type ReadMail = MailLine & {
  readonly text: string
  readonly attachments: readonly { readonly fileName: string; readonly mime: string; readonly bytes: Uint8Array }[]
}

const shown = 100
const largestHead = 16 * 1024
const asTextOnly = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true }
const wellFormed = /^[0-9a-z]{10}-[0-9a-f]{12}$/

/** What the demo office sent, the newest first, at most 100. */
export async function listDemoMail(dir: string): Promise<readonly MailLine[]> {
  const names = await readdir(dir).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4))
  const newest = ids.filter((id) => wellFormed.test(id)).sort().reverse().slice(0, shown)
  // A message that went away meanwhile, or that no one can read, does not hide the others.
  const lines = await Promise.all(newest.map((id) => readLine(dir, id).catch(() => null)))
  return lines.flatMap((line) => line ?? [])
}

/** One message; null when there is none of this id. */
export async function readDemoMail(dir: string, id: string): Promise<ReadMail | null> {
  if (!wellFormed.test(id)) return null
  const source = await readFile(join(dir, `${id}.eml`)).catch(() => null)
  if (source === null) return null
  const mail = await simpleParser(source, asTextOnly)
  return {
    ...lineOf(id, mail),
    text: mail.text ?? '',
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      fileName: filename ?? 'lampiran',
      mime: contentType,
      bytes: content,
    })),
  }
}

/** Reads the head of the message only: a list must not load every scan. */
async function readLine(dir: string, id: string): Promise<MailLine> {
  const file = await open(join(dir, `${id}.eml`))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestHead), 0, largestHead, 0)
    const read = buffer.subarray(0, bytesRead)
    const end = read.indexOf('\r\n\r\n')
    return lineOf(id, await simpleParser(end === -1 ? read : read.subarray(0, end + 4), asTextOnly))
  } finally {
    await file.close()
  }
}

function lineOf(id: string, mail: ParsedMail): MailLine {
  const to = [mail.to ?? []].flat().map((each) => each.text).join(', ')
  return { id, at: Number.parseInt(id.slice(0, 10), 36), to, subject: mail.subject ?? '' }
}
