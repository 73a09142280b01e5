type Sent = {
  readonly bytes: Uint8Array
  readonly mime: string
  readonly fileName: string
  readonly disposition: 'inline' | 'attachment'
}

/** A file as a response, under the headers below. */
export function sendDocument(file: Sent): Response {
  // A view of the same bytes: `Response` wants to know that they are not shared between threads.
  const body = new Uint8Array(file.bytes.buffer as ArrayBuffer, file.bytes.byteOffset, file.bytes.byteLength)
  return new Response(body, { headers: documentHeaders({ ...file, size: file.bytes.byteLength }) })
}

/** The strict headers with which a stored file leaves the house. Bytes came from strangers, so nothing in them may act. */
export function documentHeaders(file: {
  readonly mime: string
  readonly fileName: string
  readonly size: number
  readonly disposition: 'inline' | 'attachment'
}): Record<string, string> {
  return {
    'content-type': file.mime,
    'content-length': String(file.size),
    'content-disposition': contentDisposition(file.disposition, file.fileName),
    'content-security-policy': policyOf(file.mime),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  }
}

/**
 * An image needs nothing, so it gets a sandbox in which nothing runs. Chromium shows a PDF with a viewer that is a page
 * of its own and that inherits these rules: it does not start in a sandbox, nor without `object-src`. So a PDF is kept
 * safe before it is stored (PDFs with scripts are refused) and by `nosniff`, which keeps it from being read as a page.
 * `frame-ancestors 'self'`: the officer's page shows documents in a frame; nobody else's page may.
 */
function policyOf(mime: string): string {
  if (mime === 'application/pdf') return "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
  return "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
}

/** RFC 6266: a plain name for old clients, the real one in UTF-8 beside it; neither can end the header or leave a folder. */
export function contentDisposition(disposition: 'inline' | 'attachment', fileName: string): string {
   
  const name = fileName.toWellFormed().replace(/[\x00-\x1f\x7f/\\]/g, '_') || 'file'
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
