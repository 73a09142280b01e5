export type TextPart = { readonly text: string; readonly href: string | null }

/** Cuts a text where it names addresses of this office, so that they can be followed. All else stays text. */
export function linkify(text: string, origin: string): readonly TextPart[] {
  const found = new RegExp(`${RegExp.escape(origin)}/[^\\s<>"')]*[^\\s<>"').,]`, 'g')
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(found)) {
    parts.push({ text: text.slice(at, match.index), href: null }, { text: match[0], href: match[0] })
    at = match.index + match[0].length
  }
  return [...parts, { text: text.slice(at), href: null }].filter((part) => part.text !== '')
}
