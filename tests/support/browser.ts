import sparticuz from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

/** A real browser that came with the packages. One process for everything, its habit elsewhere, ends at the first PDF. */
export async function openBrowser(): Promise<Browser> {
  const args = [...sparticuz.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote'), '--no-sandbox']
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true })
}
