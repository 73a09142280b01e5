import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * What the PDF library knows about a parsed font; it has no public name for it, and takes it where it takes a
 * file.
 */
type ParsedFont = { hasGlyphForCodePoint(codePoint: number): boolean }

const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const files = { regular: 'DejaVuSansCondensed.ttf', bold: 'DejaVuSansCondensed-Bold.ttf' } as const
/** Reading a font takes longer than everything else about a permit: once for each process is enough. */
const parsed = new Map<string, ParsedFont>()

/**
 * Registers the fonts 'regular' and 'bold' with a document, always in the same order. DejaVu Sans Condensed
 * covers Latin with all its diacritics, Greek, Cyrillic, Arabic and Hebrew, and may be embedded freely.
 */
export function registerFonts(doc: PDFKit.PDFDocument): void {
  for (const [name, file] of Object.entries(files)) {
    const known = parsed.get(name) as unknown as ArrayBuffer | undefined
    doc.registerFont(name, known ?? join(folder, file)).font(name)
    parsed.set(name, currentFont(doc))
  }
}

/**
 * Whether the document's current font can print a character; one that it can't would show as an empty box.
 */
export function hasGlyph(doc: PDFKit.PDFDocument): (codePoint: number) => boolean {
  const font = currentFont(doc)
  return (codePoint) => font.hasGlyphForCodePoint(codePoint)
}

function currentFont(doc: PDFKit.PDFDocument): ParsedFont {
  return (doc as unknown as { _font: { font: ParsedFont } })._font.font
}
