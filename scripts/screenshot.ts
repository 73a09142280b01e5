// Makes the picture of the README: the demo office with one application under way, as its applicant follows it.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import sharp from 'sharp'
import { openBrowser } from '../tests/support/browser.ts'
import { letter, photo } from '../tests/support/research.ts'
import { runOffice } from '../tests/support/running-office.ts'
import { begin, openVisitor, researchForms, upload } from '../tests/support/visitor-client.ts'
import { prepare, root } from './prepare.ts'

await prepare(console.log)
const [office, browser] = await Promise.all([runOffice(), openBrowser()])
try {
  const dewi = openVisitor(office.origin)
  await dewi.be('citizen')
  const id = await begin(dewi)
  for (const [group, fields] of researchForms()) await dewi.post(`/applications/${id}/${group}`, { ...fields, _then: 'next' })
  await upload(dewi, id, 'ktp', await photo(), 'ktp.jpg')
  for (const requirement of ['surat_permohonan', 'proposal']) await upload(dewi, id, requirement, await letter(requirement), `${requirement}.pdf`)
  await dewi.post(`/applications/${id}/check`, { declared: 'yes', command: randomUUID() })
  const rina = openVisitor(office.origin)
  await rina.be('verifier')
  await rina.post('/office/queue?/next', { unit: '3171', command: randomUUID() })

  const home = await shoot('/', null, { width: 1180, height: 760 })
  const track = await shoot(`/applications/${id}`, dewi.cookies, { width: 390, height: 760 })
  const width = 1180 + 390 + 60
  await sharp({ create: { width, height: 800, channels: 3, background: '#d9d5c9' } })
    .composite([{ input: home, left: 20, top: 20 }, { input: track, left: 1220, top: 20 }])
    .png({ palette: true, quality: 80 })
    .toFile(join(root, 'docs/screenshot.png'))
  console.log('docs/screenshot.png')
} finally {
  await browser.close()
  await office.stop()
}

async function shoot(path: string, cookies: ReadonlyMap<string, string> | null, viewport: { readonly width: number; readonly height: number }): Promise<Buffer> {
  const context = await browser.newContext({ locale: 'en-GB', viewport })
  for (const [name, value] of cookies ?? []) await context.addCookies([{ name, value, url: office.origin }])
  const page = await context.newPage()
  await page.goto(office.origin + path)
  const picture = await page.screenshot()
  await context.close()
  return picture
}
