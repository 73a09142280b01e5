/**
 * Breaks a name into lines of at most so many letters, between words where it can. What does not fit in `most` lines is
 * left out, and three dots say so.
 */
export function breakWords(name: string, letters: number, most = Infinity): readonly string[] {
  const width = Math.max(letters, 4)
  const lines: string[] = []
  for (const word of name.split(/\s+/).filter(Boolean).flatMap((each) => cut(each, width))) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else if (lines.length >= most) return [...lines.slice(0, -1), `${lines.at(-1)!.slice(0, width - 1)}…`]
    else lines.push(word)
  }
  return lines
}

/** A word that is longer than a line, in pieces. */
function cut(word: string, letters: number): readonly string[] {
  if (word.length <= letters) return [word]
  const signs = [...word]
  return Array.from({ length: Math.ceil(signs.length / letters) }, (_, piece) => signs.slice(piece * letters, (piece + 1) * letters).join(''))
}
