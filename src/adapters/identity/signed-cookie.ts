import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookies } from 'better-auth/cookies'

/**
 * The value of a cookie signed by better-auth (`value.signature`, HMAC-SHA256 in Base64), or null when it is
 * missing, forged or altered. Read here so that a forged cookie costs no query.
 */
export function readSignedCookie(headers: Headers, name: string, secret: string): string | null {
  const cookie = parseCookies(headers.get('cookie') ?? '').get(name)
  if (cookie === undefined) return null
  const dot = cookie.lastIndexOf('.')
  if (dot < 1) return null
  const value = cookie.slice(0, dot)
  const given = Buffer.from(cookie.slice(dot + 1))
  const expected = Buffer.from(createHmac('sha256', secret).update(value).digest('base64'))
  return given.length === expected.length && timingSafeEqual(given, expected) ? value : null
}

/** Headers that carry nothing but one cookie of the given ones, still signed. */
export function onlyCookie(headers: Headers, name: string): Headers {
  const cookie = parseCookies(headers.get('cookie') ?? '').get(name)
  return new Headers(cookie === undefined ? {} : { cookie: `${name}=${encodeURIComponent(cookie)}` })
}
