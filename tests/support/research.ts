import { randomUUID } from 'node:crypto'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { attachDocument } from '../../src/usecases/attach-document.ts'
import type { Office } from '../../src/usecases/ports.ts'
import { saveAnswers } from '../../src/usecases/save-answers.ts'
import { startApplication } from '../../src/usecases/start-application.ts'
import { submitApplication } from '../../src/usecases/submit-application.ts'
import type { Visitor } from '../../src/usecases/views.ts'

type Entries = Readonly<Record<string, readonly string[]>>

/** What Dewi answers, page by page. The NIK is made up: a woman born on 12 March 2001, registered in Menteng. */
export const research: Readonly<Record<string, Entries>> = {
  applicant: { nik: ['3171065203010004'], name: ['Dewi Lestari'], phone: ['0812 3456 7890'], address: ['Jl. Cikini Raya 12, Jakarta Pusat'] },
  institution: { institution: ['Universitas Indonesia'], position: ['student'], supervisor: ['Dr. Budi Santoso'] },
  research: {
    research_title: ['Antrean pelayanan terpadu satu pintu di Jakarta Pusat'],
    field_of_study: ['Administrasi publik'],
    purpose: ['undergraduate'],
    method: ['Wawancara dan pengamatan di loket pelayanan.'],
  },
  places: { cities: ['3171'], districts: [], 'start': ['2026-12-01'], end: ['2027-05-31'] },
  team: { members: ['Siti Rahma\nAgus Salim'] },
}

/** A research permit that is filled in and has its documents, but is not sent. Gives its id. */
export async function fillResearch(office: Office, visitor: Visitor, change: Readonly<Record<string, Entries>> = {}): Promise<string> {
  const begun = await startApplication(office, visitor, { service: 'izin-penelitian' })
  if (!begun.ok) throw new Error(begun.refusal.kind)
  for (const [group, entries] of Object.entries(research)) {
    const saved = await saveAnswers(office, visitor, { id: begun.id, group, entries: { ...entries, ...change[group] } })
    if (!saved.ok) throw new Error(saved.refusal.kind)
  }
  const files = { ktp: await photo(), surat_permohonan: await letter('Surat pengantar'), proposal: await letter('Proposal penelitian') }
  for (const [requirement, bytes] of Object.entries(files)) {
    const attached = await attachDocument(office, visitor, { id: begun.id, requirement, fileName: `${requirement}.pdf`, bytes })
    if (!attached.ok) throw new Error(`${requirement}: ${attached.refusal.kind}`)
  }
  return begun.id
}

/** A research permit that was sent. */
export async function submitResearch(office: Office, visitor: Visitor, change: Readonly<Record<string, Entries>> = {}): Promise<{ readonly id: string; readonly number: string }> {
  const id = await fillResearch(office, visitor, change)
  const sent = await submitApplication(office, visitor, { id, declared: true, command: randomUUID() })
  if (!sent.ok) throw new Error(sent.refusal.kind)
  return { id, number: sent.number }
}

let madePhoto: Promise<Buffer> | null = null

/** A photo of a card, as a phone would take it. */
export function photo(): Promise<Buffer> {
  return (madePhoto ??= sharp({ create: { width: 856, height: 540, channels: 3, background: { r: 150, g: 190, b: 220 } } }).jpeg().toBuffer())
}

/** A one-page PDF letter. */
export function letter(title: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const pdf = new PDFDocument({ size: 'A4' })
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    pdf.fontSize(20).text(title).moveDown().fontSize(12).text('Dengan hormat, bersama ini kami sampaikan permohonan.')
    pdf.end()
  })
}
