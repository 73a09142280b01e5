const longest = 4_000

/** Words typed by an officer: normalised, without control characters but for line ends, at most 4,000 characters. */
export function cleanWords(text: string): string {
  const clean = text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').trim()
  return [...clean].slice(0, longest).join('')
}
