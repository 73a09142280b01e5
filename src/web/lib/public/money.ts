import type { Locale } from '#office/service.ts'

/** An amount of rupiah as people write it: `Rp25.000`, `IDR 25,000`. */
export function rupiah(amount: number, locale: Locale): string {
  return new Intl.NumberFormat(locale === 'id' ? 'id-ID' : 'en-GB', { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 }).format(amount)
}
