import type { Locale } from '#office/service.ts'

type Choice = { readonly kind: 'use'; readonly locale: Locale } | { readonly kind: 'switch'; readonly locale: Locale; readonly back: string }

/**
 * The language of a visit: what the person chose before, else what the browser asks for, else Indonesian. An address
 * with `?lang=` is a wish to switch: it is remembered, and the same address without it is shown.
 */
export function chooseLocale(headers: Headers, cookies: { get(name: string): string | undefined }, url: URL): Choice {
  const asked = url.searchParams.get('lang')
  if (asked === 'id' || asked === 'en') {
    const rest = new URLSearchParams(url.searchParams)
    rest.delete('lang')
    const query = rest.size > 0 ? `?${rest}` : ''
    // One slash only: an address that begins with two would lead to another site.
    return { kind: 'switch', locale: asked, back: url.pathname.replace(/^\/+/, '/') + query }
  }
  const kept = cookies.get('lang')
  if (kept === 'id' || kept === 'en') return { kind: 'use', locale: kept }
  return { kind: 'use', locale: preferred(headers.get('accept-language') ?? '') }
}

function preferred(header: string): Locale {
  const wishes = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map((each) => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(Boolean)
    return { tag, quality: Number(quality ?? 1) }
  })
  const best = wishes.filter(({ tag }) => /^(id|en)(-|$)/.test(tag)).sort((a, b) => b.quality - a.quality)[0]
  return best?.tag.startsWith('en') ? 'en' : 'id'
}
