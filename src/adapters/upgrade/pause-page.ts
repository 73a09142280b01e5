import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { words } from '#words'
import type { Locale } from '../../office/service.ts'

const style = `:root{color-scheme:light dark;--ground:#f7f5f0;--ink:#16211f;--quiet:#505d59;--accent:#0b5f55}
@media(prefers-color-scheme:dark){:root{--ground:#111715;--ink:#e8eeeb;--quiet:#a9b6b1;--accent:#74cdbc}}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
header,main{max-width:40rem;margin:auto;padding:1.5rem 1.125rem}section+section{border-top:1px solid var(--quiet);margin-top:2rem;padding-top:1rem}
h1,h2{font-size:clamp(1.5rem,1.2rem + 1.4vw,2.25rem);line-height:1.2;margin:0 0 .5em}b{color:var(--accent)}.lead{font-size:1.1875rem;color:var(--quiet)}li{margin:.35em 0}`

/** Looks again by itself: who waits for it need do nothing. Not after sending, which has to be pressed again. */
const againSeconds = 15

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'retry-after': String(againSeconds),
}

/**
 * Stands at the office's door while it is being upgraded, and says in both languages what goes on without it. Every answer
 * is a 503, so that a load balancer sends people elsewhere and no device takes it for what it asked. When the port can't be
 * had there is no page: that stops no upgrade.
 */
export async function openPausePage(at: { readonly port: number; readonly host: string }, say: (sentence: string) => void): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(503, headers)
    response.end(request.method === 'HEAD' ? '' : pageFor(request.method === 'GET'))
  })
  const open = await new Promise<boolean>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      say(`No page can be shown meanwhile (${error.code ?? 'unknown'}).`)
      resolve(false)
    })
    server.listen(at.port, at.host, () => resolve(true))
  })
  return {
    close: async () => {
      if (!open) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** As people see it. `asked`: they looked at a page; else they sent something, which nobody took. */
export function pageFor(asked: boolean): string {
  const again = asked ? `<meta http-equiv="refresh" content="${againSeconds}">` : ''
  return `<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${again}
<title>${words('id')('pause.title')} · Satu Pintu</title><style>${style}</style></head>
<body><header><b>Satu Pintu</b></header><main>${part('id', 'h1', asked)}${part('en', 'h2', asked)}</main></body></html>`
}

function part(locale: Locale, heading: 'h1' | 'h2', asked: boolean): string {
  const t = words(locale)
  return `<section lang="${locale}"><${heading}>${t('pause.title')}</${heading}><p class="lead">${t(asked ? 'pause.lead' : 'pause.sent')}</p>
<p>${t('pause.works')}</p><ul><li>${t('pause.works.permits')}</li><li>${t('pause.works.receipts')}</li><li>${t('pause.works.drafts')}</li><li>${t('pause.works.counters')}</li></ul></section>`
}
