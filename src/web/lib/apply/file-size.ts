import type { Locale } from '#office/service.ts'

/** A size in bytes as people say it: `312 kB`, `1,4 MB`. */
export function fileSize(bytes: number, locale: Locale): string {
  const tag = locale === 'id' ? 'id-ID' : 'en-GB'
  const [amount, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1000)), 'kB'] : [bytes / 1_000_000, 'MB']
  return `${new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(amount)} ${unit}`
}
