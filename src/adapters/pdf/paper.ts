import PDFDocument from 'pdfkit'
import { breakLines } from './break-lines.ts'
import { cleanProperty, cleanText } from './clean-text.ts'
import { hasGlyph, registerFonts } from './fonts.ts'
import { visualOrder } from './visual-order.ts'

/** One accent, three greys: the colours of the office's papers. */
export const ink = {
  text: '#16202a',
  quiet: '#55606b',
  accent: '#123c5a',
  line: '#c3ccd4',
  tint: '#eef3f7',
} as const

export const page = { width: 595.28, height: 841.89, left: 62, right: 62, top: 48, bottom: 62 } as const
export const column = page.width - page.left - page.right

export type PaperOptions = {
  readonly locale: 'id' | 'en'
  readonly title: string
  readonly author: string
  readonly createdAt: Date
}

export type TextStyle = {
  /** Points. */
  readonly size: number
  /** Distance from one baseline to the next, in points; 1.42 times the size unless given. */
  readonly leading?: number
  readonly bold?: boolean
  readonly color?: string
  readonly align?: 'left' | 'center' | 'right'
}

/** Where a text may stand: its left edge and its width, in points. */
export type Box = { readonly x: number; readonly width: number }

type Structure = ReturnType<PDFKit.PDFDocument['struct']>

/**
 * A4 sheets that fill from top to bottom. It is opened with what stands in the document's properties, written
 * by the methods that move `y` down (a new sheet begins where the text needs one), and finished once: then it
 * gives the bytes.
 *
 * The file is PDF/A-3b: fonts embedded as subsets, an sRGB output intent, XMP metadata; tagged, so that a
 * screen reader can read it. The same calls with the same options give the same bytes.
 */
export class Paper {
  readonly doc: PDFKit.PDFDocument
  y: number = page.top
  readonly #chunks: Buffer[] = []
  readonly #root: Structure
  #parent: Structure
  /** Papers of many alike sheets say the same over and over; measuring is what takes the time. */
  readonly #broken = new Map<string, string[]>()

  constructor(options: PaperOptions) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-3b',
      tagged: true,
      displayTitle: true,
      lang: options.locale === 'id' ? 'id-ID' : 'en',
      font: '',
      info: {
        Title: cleanProperty(options.title),
        Author: cleanProperty(options.author),
        Creator: 'Satu Pintu',
        Producer: 'PDFKit',
        CreationDate: options.createdAt,
      },
    })
    registerFonts(this.doc)
    this.doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    this.#root = this.doc.struct('Document')
    this.doc.addStructure(this.#root)
    this.#parent = this.#root
  }

  /**
   * Everything written within `write` belongs to one element of the document's structure ('H1', 'P',
   * 'TR'...).
   */
  tag(type: string, write: () => void, options: { alt?: string; scope?: 'Row' } = {}): void {
    const outer = this.#parent
    const element = this.doc.struct(type, options)
    outer.add(element)
    this.#parent = element
    write()
    element.end()
    this.#parent = outer
  }

  /** Draws something that is content (a figure) within the current element. */
  draw(type: string, paint: (doc: PDFKit.PDFDocument) => void): void {
    this.#parent.add(this.doc.markStructureContent(type))
    paint(this.doc)
    this.doc.endMarkedContent()
  }

  /** Draws something that is only decoration: a screen reader passes over it. */
  decorate(paint: (doc: PDFKit.PDFDocument) => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' })
    paint(this.doc)
    this.doc.endMarkedContent()
  }

  /** Starts a new sheet unless `height` points are left on this one. */
  ensureRoom(height: number): void {
    if (this.y + height <= page.height - page.bottom) return
    this.doc.addPage()
    this.y = page.top
  }

  /** Writes a text and moves down; lines that find no room go on to the next sheet. */
  write(text: string, style: TextStyle, box: Box = { x: page.left, width: column }): void {
    for (const line of this.lines(text, style, box.width)) {
      this.ensureRoom(leading(style))
      this.#drawLine(line, style, box)
      this.y += leading(style)
    }
  }

  /** How much room the text will take, in points. */
  heightOf(text: string, style: TextStyle, width: number = column): number {
    return this.lines(text, style, width).length * leading(style)
  }

  lines(text: string, style: TextStyle, width: number): string[] {
    const key = `${style.size} ${style.bold === true} ${width} ${text}`
    const known = this.#broken.get(key)
    if (known) return known
    this.#setFont(style)
    const lines = breakLines(cleanText(text, hasGlyph(this.doc)), width, (part) => this.doc.widthOfString(part))
    this.#broken.set(key, lines)
    return lines
  }

  /** Draws the same thing at the foot of every sheet, then closes the file. */
  finish(foot: (sheet: number, sheets: number) => void): Promise<Buffer> {
    const { count } = this.doc.bufferedPageRange()
    for (let sheet = 0; sheet < count; sheet++) {
      this.doc.switchToPage(sheet)
      this.doc.markContent('Artifact', { type: 'Pagination' })
      foot(sheet + 1, count)
      this.doc.endMarkedContent()
    }
    this.#root.end()
    return new Promise((resolve, reject) => {
      this.doc.on('error', reject)
      this.doc.on('end', () => resolve(Buffer.concat(this.#chunks)))
      this.doc.end()
    })
  }

  /**
   * One line at a fixed place, outside the flow and the structure; what is too long is cut with an ellipsis.
   */
  stamp(text: string, style: TextStyle, box: Box, y: number): void {
    const [first = '', ...more] = this.lines(text, style, box.width)
    this.#paintLine(more.length === 0 ? first : `${first.slice(0, -2)}…`, style, box, y)
  }

  #drawLine(line: string, style: TextStyle, box: Box): void {
    this.draw('Span', () => this.#paintLine(line, style, box, this.y))
  }

  #paintLine(line: string, style: TextStyle, box: Box, y: number): void {
    this.#setFont(style)
    const runs = visualOrder(line).map((text) => ({ text, width: this.doc.widthOfString(text) }))
    const slack = box.width - runs.reduce((sum, run) => sum + run.width, 0)
    let x = box.x + (style.align === 'right' ? slack : style.align === 'center' ? slack / 2 : 0)
    const baseline = y + (leading(style) + 0.72 * style.size) / 2
    this.doc.fillColor(style.color ?? ink.text)
    for (const run of runs) {
      this.doc.text(run.text, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
      x += run.width
    }
  }

  #setFont(style: TextStyle): void {
    this.doc.font(style.bold === true ? 'bold' : 'regular').fontSize(style.size)
  }
}

function leading(style: TextStyle): number {
  return style.leading ?? style.size * 1.42
}
