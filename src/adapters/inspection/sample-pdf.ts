import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'

/** A real PDF as a program writes it. */
export function makePdf(write: (pdf: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const pdf = new PDFDocument(options)
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks)))
    write(pdf)
    pdf.end()
  })
}

/** A PDF of one empty page, written by hand: with further entries of the catalogue, of the page, and objects from number 10. */
export function writePdf(parts: { readonly catalog?: string; readonly page?: string; readonly objects?: readonly string[] }): Buffer {
  const objects = [
    [1, `<< /Type /Catalog /Pages 2 0 R ${parts.catalog ?? ''} >>`],
    [2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${parts.page ?? ''} >>`],
    ...(parts.objects ?? []).map((body, index) => [10 + index, body] as const),
  ] as const
  let text = '%PDF-1.7\n'
  const entries = objects.map(([number, body]) => {
    const offset = text.length
    text += `${number} 0 obj\n${body}\nendobj\n`
    return `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = text.length
  text += `xref\n0 1\n0000000000 65535 f \n${entries.join('')}trailer\n<< /Size ${10 + objects.length} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** A stream, packed with Flate unless the entries say how it is packed. */
export function stream(entries: string, body: string | Buffer): string {
  const packed = /\/Filter/.test(entries) ? Buffer.from(body) : deflateSync(body)
  const filter = /\/Filter/.test(entries) ? '' : '/Filter /FlateDecode'
  return `<< ${entries} ${filter} /Length ${packed.length} >>\nstream\n${packed.toString('latin1')}\nendstream`
}
