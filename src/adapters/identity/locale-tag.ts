/** A language tag that is safe to keep; anything else becomes Indonesian, the office's first language. */
export function readLocale(locale: string): string {
  return /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) ? locale : 'id'
}
