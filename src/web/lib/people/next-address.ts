/**
 * Where somebody wanted to go before they signed in: an address of this office only, whatever the parameter says. The
 * browser reads `//x`, `/\x` and control characters as the way to another site.
 */
export function nextAddress(asked: string | null | undefined, fallback: string): string {
  if (!asked || !/^\/[A-Za-z0-9]/.test(asked) || asked.length > 300) return fallback
  const url = URL.parse(asked, 'http://office.invalid')
  return url?.origin === 'http://office.invalid' ? url.pathname + url.search : fallback
}
