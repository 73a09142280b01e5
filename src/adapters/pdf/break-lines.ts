const graphemes = new Intl.Segmenter('id', { granularity: 'grapheme' })

/**
 * Breaks a cleaned text into lines that fit. A word too long for a line is broken where it must be, between
 * the characters that a reader sees. `width` and what `measure` returns are in points. An empty text gives no
 * lines.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = breakWord(word, width, measure)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return line === '' ? lines : [...lines, line]
}

/** An address is best broken after a slash or a hyphen, if that leaves no very short line. */
function breakWord(word: string, width: number, measure: (text: string) => number): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && measure(piece + segment) > width) {
      const at = Math.max(...[...'/-_.,?&=#@'].map((mark) => piece.lastIndexOf(mark))) + 1
      const cut = at > piece.length / 3 ? at : piece.length
      pieces.push(piece.slice(0, cut))
      piece = piece.slice(cut)
    }
    piece += segment
  }
  return [...pieces, piece]
}
