import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser, type ParsedMail } from 'mailparser'

export type MailLine = { readonly id: string; readonly at: number; readonly to: string; readonly subject: string }
export type ReadMail = MailLine & {
  readonly text: string
  readonly attachments: readonly { readonly fileName: string; readonly mime: string; readonly bytes: Uint8Array }[]
}

const shown = 100
const wellFormed = /^[0-9a-z]{10}-[0-9a-f]{12}$/

/** What the demo office sent, the newest first. */
export async function listDemoMail(dir: string): Promise<readonly MailLine[]> {
  const names = await readdir(dir).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4)).sort().reverse().slice(0, shown)
  const lines = await Promise.all(ids.map((id) => readDemoMail(dir, id)))
  return lines.flatMap((mail) => (mail ? [{ id: mail.id, at: mail.at, to: mail.to, subject: mail.subject }] : []))
}

/** One message; null when there is none of this id. */
export async function readDemoMail(dir: string, id: string): Promise<ReadMail | null> {
  if (!wellFormed.test(id)) return null
  const source = await readFile(join(dir, `${id}.eml`)).catch(() => null)
  if (source === null) return null
  const mail = await simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
  return {
    id,
    at: Number.parseInt(id.slice(0, 10), 36),
    to: addressOf(mail),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    attachments: mail.attachments.map((each) => ({ fileName: each.filename ?? 'lampiran', mime: each.contentType, bytes: each.content })),
  }
}

function addressOf({ to }: ParsedMail): string {
  return [to ?? []].flat().map((each) => each.text).join(', ')
}
