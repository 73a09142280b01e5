import type { Cookies } from '@sveltejs/kit'

const name = 'shared'

/** Whether the person said that others use this computer too. Known until the browser is closed. */
export function isShared(cookies: Pick<Cookies, 'get'>): boolean {
  return cookies.get(name) === '1'
}

export function markShared(cookies: Pick<Cookies, 'set' | 'delete'>, shared: boolean, secure: boolean): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  if (shared) cookies.set(name, '1', options)
  else cookies.delete(name, options)
}

/** The same cookies, but ended with the browser: nothing of a visit is left for the next person. */
export function untilClosed(setCookies: readonly string[]): readonly string[] {
  return setCookies.map((line) => line.split(';').filter((part) => !/^\s*(max-age|expires)\s*=\s*(?!0\b)/i.test(part)).join(';'))
}
