import { words } from '#words'
import type { Part, Standing } from '#office/operations/incident.ts'
import type { Locale } from '#office/service.ts'

/** What does not work and what still does, in two plain sentences. */
export function standingWords({ down, works }: Standing, locale: Locale): string {
  const t = words(locale)
  if (works.length === 0) return t('status.bar.nothing')
  return `${t('status.bar.down', { parts: listOf(down, locale) })} ${t('status.bar.works', { parts: listOf(works, locale) })}`
}

function listOf(parts: readonly Part[], locale: Locale): string {
  const t = words(locale)
  return new Intl.ListFormat(locale === 'id' ? 'id-ID' : 'en-GB', { type: 'conjunction' }).format(parts.map((part) => t(`common.part.${part}`)))
}
