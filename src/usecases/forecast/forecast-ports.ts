/** What the use cases of forecasts read and write in a transaction. */
export type ForecastTx = object

/** Their work for later. Jobs carry references, never personal data. */
export type ForecastJob = never
