import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { attachDocument } from '../../src/usecases/attach-document.ts'
import { enterPaper, keepPaper } from '../../src/usecases/paper/enter-paper.ts'
import { keepPicture } from '../../src/usecases/paper/keep-picture.ts'
import { handOf, openPaper } from '../../src/usecases/paper/open-paper.ts'
import { printPack } from '../../src/usecases/paper/print-pack.ts'
import type { Office } from '../../src/usecases/ports.ts'
import type { Visitor } from '../../src/usecases/views.ts'
import { letter, photo, research } from './research.ts'

/** A pack of research permit forms; gives their serials and the ids of what they become. */
export async function printForms(office: Office, head: Visitor, forms: number, unit = '3171'): Promise<{ readonly pack: string; readonly serials: readonly string[]; readonly ids: readonly string[] }> {
  const printed = await printPack(office, head, { unit, service: 'izin-penelitian', forms, locale: 'id', command: randomUUID() })
  if (!printed.ok) throw new Error(printed.refusal.kind)
  const rows = await office.store.transaction((tx) => tx.formsOfPack(printed.pack))
  return { pack: printed.pack, serials: rows.map((row) => row.serial), ids: rows.map((row) => row.id) }
}

/** Types a form in, with its picture and its documents, but does not enter it. */
export async function typeIn(office: Office, counter: Visitor, serial: string, receivedAt: number, picture: Uint8Array | null = null): Promise<string> {
  const opened = await openPaper(office, counter, serial)
  if (!opened.ok) throw new Error(opened.refusal.kind)
  const { form } = opened.view
  const kept = await keepPaper(office, counter, { serial, receivedAt, groups: research })
  if (!kept.ok) throw new Error(kept.refusal.kind)
  const pictured = await keepPicture(office, counter, form, { fileName: 'formulir.jpg', bytes: picture ?? (await photo()) })
  if (!pictured.ok) throw new Error(pictured.refusal.kind)
  const files = { ktp: await photo(), surat_permohonan: await letter('Surat pengantar'), proposal: await letter('Proposal penelitian') }
  for (const [requirement, bytes] of Object.entries(files)) {
    const attached = await attachDocument(office, handOf(form, counter), { id: form.id, requirement, fileName: `${requirement}.jpg`, bytes })
    if (!attached.ok) throw new Error(`${requirement}: ${attached.refusal.kind}`)
  }
  return form.id
}

export function enter(office: Office, counter: Visitor, serial: string, receivedAt: number, command: string = randomUUID()) {
  return enterPaper(office, counter, { serial, receivedAt, signed: true, command })
}

/** A sheet of a pack as it is printed, and photographed askew in poor light. Needs pdftoppm. */
export async function sheetOf(pdf: Uint8Array, sheet: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sheet-'))
  try {
    await writeFile(join(folder, 'pack.pdf'), pdf)
    spawnSync('pdftoppm', ['-r', '110', '-png', '-f', String(sheet), '-l', String(sheet), '-singlefile', join(folder, 'pack.pdf'), join(folder, 'sheet')])
    const printed = await readFile(join(folder, 'sheet.png'))
    return await sharp(printed).rotate(4, { background: '#6b5a45' }).modulate({ brightness: 0.75 }).jpeg({ quality: 70 }).toBuffer()
  } finally {
    await rm(folder, { recursive: true })
  }
}
