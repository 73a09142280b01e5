import type { ForecastTx } from '../../usecases/forecast/forecast-ports.ts'
import type { Connection } from './connection.ts'

export function forecastRows(_db: Connection): ForecastTx {
  return {}
}
