import sparticuz from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

// One process for everything ends at the first PDF; without its guard a page sends no `Origin`, as no visitor's browser does.
const notHere = new Set(['--single-process', '--no-zygote', '--disable-web-security', '--allow-running-insecure-content'])

/** A real browser that came with the packages, as a visitor has it. */
export async function openBrowser(): Promise<Browser> {
  const args = [...sparticuz.args.filter((arg) => !notHere.has(arg)), '--no-sandbox']
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true })
}
