// The whole day of five counters without a server.
process.env['SATU_PINTU_COUNTER_APPLICATIONS'] ??= '500'
process.env['SATU_PINTU_COUNTER_DECISIONS'] ??= '300'
process.env['SATU_PINTU_COUNTER_CUTS'] ??= '50'
await import('../integration/counter-day.test.ts')
