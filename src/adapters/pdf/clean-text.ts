/**
 * Makes a text fit to be printed on an official paper. A text from outside may hold anything: line breaks,
 * invisible characters, marks that turn the direction of reading (with which `gpj.exe` can be made to look
 * like `exe.jpg`), or characters that the font lacks and that would show as empty boxes.
 *
 * Gives one line of composed characters (NFC), single spaces, nothing invisible; a character for which `has`
 * says no becomes the replacement character �.
 */
export function cleanText(text: string, has: (codePoint: number) => boolean): string {
  const visible = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')
    .trim()
  const printable = (character: string) => (has(character.codePointAt(0) ?? 0) ? character : '\ufffd')
  return Array.from(visible, printable).join('')
}

/**
 * For the document's properties. The PDF library copies them into XML as they are, and the signing library
 * searches the file for the two words named here: nothing that an applicant wrote may be taken for markup.
 */
export function cleanProperty(text: string): string {
  return cleanText(text, () => true)
    .replace(/[<>&]/g, ' ')
    .replace(/\/(?=AcroForm|ByteRange)/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
}
