import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { takeTurns } from '../inspection/take-turns.ts'

/** Pixels along the longer side that a picture is looked at with: a code of 25 mm on a whole sheet still has five a module. */
const sides = [1600, 2600, 900] as const
const mostPixels = 100_000_000
const turns = takeTurns(128 * 1024 * 1024)
let ready: Promise<unknown> | null = null

/**
 * The texts of the QR codes in a JPEG or PNG, straight or askew, in any light that a person could read it in. What is no picture
 * has none. Throws InspectionBusy when too many wait.
 */
export function readCodes(bytes: Uint8Array): Promise<readonly string[]> {
  return turns.take(bytes, async () => {
    await (ready ??= prepare())
    for (const side of sides) {
      const texts = await codesAt(bytes, side)
      if (texts.length > 0) return texts
    }
    return []
  })
}

async function codesAt(bytes: Uint8Array, side: number): Promise<readonly string[]> {
  const picture = await pixels(bytes, side).catch(() => null)
  if (!picture) return []
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 })
  return found.filter((code) => code.isValid).map((code) => code.text)
}

async function pixels(bytes: Uint8Array, side: number): Promise<ImageData> {
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .timeout({ seconds: 20 })
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width: info.width, height: info.height, colorSpace: 'srgb' } as ImageData
}

/** The reader comes with the package; left to itself the library would fetch it from the internet. */
async function prepare(): Promise<void> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer }, fireImmediately: true })
}
