import type { Cookies } from '@sveltejs/kit'

type Options = NonNullable<Parameters<Cookies['set']>[2]>

/** Puts ready-made `Set-Cookie` values on the answer, each as it is. */
export function keepCookies(cookies: Pick<Cookies, 'set'>, setCookies: readonly string[]): void {
  for (const line of setCookies) {
    const { name, value, options } = readCookie(line)
    cookies.set(name, value, options)
  }
}

/** Reads one `Set-Cookie` value (RFC 6265, section 4.1). The value is taken as it stands, without decoding. */
export function readCookie(line: string): { readonly name: string; readonly value: string; readonly options: Options } {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  const given = new Map(attributes.map((attribute) => {
    const at = attribute.indexOf('=')
    return at < 0 ? [attribute.toLowerCase(), ''] : [attribute.slice(0, at).toLowerCase(), attribute.slice(at + 1)]
  }))
  const [maxAge, expires, sameSite] = [given.get('max-age'), given.get('expires'), given.get('samesite')?.toLowerCase()]
  return {
    name: pair.slice(0, equals),
    value: pair.slice(equals + 1),
    options: {
      path: given.get('path') ?? '/',
      httpOnly: given.has('httponly'),
      secure: given.has('secure'),
      sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
      ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
      ...(expires === undefined ? {} : { expires: new Date(expires) }),
      encode: (text) => text,
    },
  }
}
