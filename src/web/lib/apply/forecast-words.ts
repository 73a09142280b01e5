import type { Words } from '#words'
import type { Locale } from '#office/service.ts'
import type { CaseForecast } from '#usecases/forecast/forecast-case.ts'
import { weekday } from './moments.ts'

/** By when a case is ready, and how likely: `Kamis, 26 November, kemungkinan 93 %`. */
export function forecastWords({ readyBy, likelihood }: CaseForecast, t: Words, locale: Locale, zone: string): string {
  return t('track.forecast.by', { day: weekday(readyBy, locale, zone), likelihood: percent(likelihood) })
}

/** A likelihood (0 to 1) in whole hundredths; never more than it is. */
export const percent = (likelihood: number): number => Math.floor(likelihood * 100 + 1e-6)
