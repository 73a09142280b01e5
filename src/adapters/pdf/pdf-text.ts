import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

export type Piece = { readonly text: string; readonly x: number; readonly right: number; readonly y: number }

/** What a PDF reader finds on each sheet, and where: points from the lower left corner. */
export async function readSheets(pdf: Buffer): Promise<Piece[][]> {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0 })
  const document = await task.promise
  const sheets: Piece[][] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    sheets.push(
      items.flatMap((item) => {
        if (!('str' in item)) return []
        const [, , , , x = 0, y = 0] = item.transform as number[]
        return [{ text: item.str, x, right: x + item.width, y }]
      }),
    )
  }
  await task.destroy()
  return sheets
}

/** All text of the file in one line. */
export async function readText(pdf: Buffer): Promise<string> {
  const sheets = await readSheets(pdf)
  return sheets.flat().map((piece) => piece.text).join(' ').replace(/\s+/g, ' ')
}

/** Runs a program on the file; the last argument it gets is the path. */
export async function inspect(pdf: Buffer, program: string, ...options: string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'pdf-'))
  try {
    const path = join(dir, 'file.pdf')
    await writeFile(path, pdf)
    const { stdout, stderr, status } = spawnSync(program, [...options, path], { encoding: 'utf8' })
    return `${stdout}${stderr}status ${status}`
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** What a scanner reads from the first sheets, printed at 200 dots per inch. */
export async function scan(pdf: Buffer): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'pdf-'))
  try {
    await writeFile(join(dir, 'file.pdf'), pdf)
    spawnSync('pdftoppm', ['-r', '200', '-gray', '-png', join(dir, 'file.pdf'), join(dir, 'sheet')])
    const command = `zbarimg --quiet --raw ${dir}/sheet*.png`
    return spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout.trim()
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** False, or why a test that needs the programs is left out. */
export function without(...programs: string[]): false | string {
  const absent = programs.filter((program) => spawnSync(program, ['--version']).error !== undefined)
  return absent.length === 0 ? false : `not installed: ${absent.join(', ')}`
}
