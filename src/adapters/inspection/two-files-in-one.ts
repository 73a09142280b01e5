const pdfHeader = '%PDF-'
/** Readers of PDF look for its header this far (ISO 32000-1, annex H.3, note 13). */
const headerReach = 1024
/** The end record of a ZIP archive: 22 bytes, then a comment whose length it says (APPNOTE.TXT, 4.3.16). */
const zipEnd = 'PK\u0005\u0006'
const zipEndLength = 22
const longestComment = 0xffff

/**
 * True when other programs would take the file for something else than what its first bytes say: a picture that opens
 * as a PDF, a picture or PDF that is also an archive (or a program packed as one). What phones write behind a photo is
 * no harm.
 */
export function isTwoFilesInOne(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const header = bytes.subarray(0, headerReach).indexOf(pdfHeader, 0, 'latin1')
  return header > 0 || endsAsZip(bytes)
}

function endsAsZip(bytes: Buffer): boolean {
  const earliest = Math.max(0, bytes.length - zipEndLength - longestComment)
  for (let at = bytes.indexOf(zipEnd, earliest, 'latin1'); at >= 0; at = bytes.indexOf(zipEnd, at + 1, 'latin1'))
    if (at + zipEndLength <= bytes.length && at + zipEndLength + bytes.readUInt16LE(at + 20) === bytes.length) return true
  return false
}
