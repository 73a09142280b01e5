/**
 * The seal in what somebody pasted: the text of a QR code is an address with the seal behind its `#`, and a long text
 * comes out of a mail or a PDF with line breaks in it. Whether it is a seal at all is for the check to say.
 */
export function sealOf(pasted: unknown): string {
  if (typeof pasted !== 'string') return ''
  const text = pasted.slice(0, 10_000).replace(/\s/g, '')
  return text.slice(text.lastIndexOf('#') + 1)
}
