// The year of a large unit: some minutes of one processor, where every check has time for a small one.
process.env['SATU_PINTU_YEAR_CASES'] ??= '200000,20000'
await import('../oracle/simulated-year.test.ts')
