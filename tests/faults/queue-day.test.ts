// The day of a large hall; `npm test` runs a quarter of it.
process.env['SATU_PINTU_TICKETS'] ??= '3000'
await import('../integration/queue-day.test.ts')
