import { parentPort } from 'node:worker_threads'
import { getDocument, PasswordException, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { findActiveParts } from './find-active-parts.ts'
import type { PdfRead } from './pdf-reader.ts'

const mostPages = 300

parentPort!.on('message', (bytes: Uint8Array) => {
  read(bytes).then(
    (result) => parentPort!.postMessage(result),
    () => parentPort!.postMessage({ ok: false, why: 'Corrupt' } satisfies PdfRead),
  )
})

async function read(bytes: Uint8Array): Promise<PdfRead> {
  const found = findActiveParts(bytes)
  if (found) return { ok: false, why: found }
  const task = getDocument({ data: bytes, disableFontFace: true, useSystemFonts: false, enableXfa: false, stopAtErrors: true, verbosity: VerbosityLevel.ERRORS })
  try {
    const document = await task.promise
    if (document.numPages > mostPages) return { ok: false, why: 'TooManyPages' }
    if ((await document.getJSActions()) || (await document.getAttachments())) return { ok: false, why: 'PdfActive' }
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      if (await page.getJSActions()) return { ok: false, why: 'PdfActive' }
      page.cleanup()
    }
    return { ok: true, pages: document.numPages }
  } catch (error) {
    return { ok: false, why: error instanceof PasswordException ? 'PdfEncrypted' : 'Corrupt' }
  } finally {
    await task.destroy()
  }
}
