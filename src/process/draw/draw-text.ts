/** Height of a line and width of an ordinary letter, in px at the size of type that the pictures are drawn for. */
export const lineHeight = 15
export const letterWidth = 6.7
export const boldWidth = 7.1

/** Lines of text, one under the other; `y` is the middle of them all, or the top of the first. */
export function drawText(lines: readonly string[], x: number, y: number, from: 'middle' | 'top', kind = ''): string {
  const first = from === 'top' ? y + 12 : y + 4.5 - ((lines.length - 1) * lineHeight) / 2
  return lines.map((line, index) => `<text${kind && ` class="${kind}"`} x="${Math.round(x)}" y="${Math.round(first + index * lineHeight)}">${escape(line)}</text>`).join('')
}

/** Text as XML may hold it. Signs that no XML may hold are left out. */
export function escape(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
