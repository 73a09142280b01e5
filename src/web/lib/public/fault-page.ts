import { createHash } from 'node:crypto'
import { words } from '#words'
import type { Standing } from '#office/operations/incident.ts'
import type { Locale } from '#office/service.ts'
import { standingWords } from './standing-words.ts'

const style = `:root{color-scheme:light dark;--ground:#f7f5f0;--ink:#16211f;--quiet:#505d59;--accent:#0b5f55}
@media(prefers-color-scheme:dark){:root{--ground:#111715;--ink:#e8eeeb;--quiet:#a9b6b1;--accent:#74cdbc}}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
header,main{max-width:40rem;margin:auto;padding:1.5rem 1.125rem}
h1{font-size:clamp(1.75rem,1.4rem + 1.6vw,2.5rem);line-height:1.2;margin:0 0 .5em}
a,b,.kicker{color:var(--accent)}.lead{font-size:1.1875rem;color:var(--quiet)}`

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * The page for when the office can't even look up who is asking, as while its database is away. It leans on nothing that
 * may be away too: no layout, no style sheet, no visitor.
 */
export function faultPage(locale: Locale, fault: string, standing: Standing, unwritten = false): Response {
  const t = words(locale)
  const kind = unwritten ? 'unwritten' : 'broken'
  const known = standing.down.length > 0 ? `<p>${standingWords(standing, locale)}</p>` : ''
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t(`common.fault.${kind}`)} · Satu Pintu</title><style>${style}</style></head>
<body><header><b>Satu Pintu</b></header><main><p class="kicker">503</p><h1>${t(`common.fault.${kind}`)}</h1>
<p class="lead">${t(`common.fault.${kind}.then`)}</p><p>${t('common.fault.number', { number: fault })}</p>
${known}<p><a href="/status">${t('status.more')}</a> · <a href="/">${t('common.fault.home')}</a></p></main></body></html>`
  return new Response(html, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'retry-after': '30' },
  })
}
