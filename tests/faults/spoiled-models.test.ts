// Models spoiled in every way, for longer than every check has time for.
process.env['SATU_PINTU_SPOILED'] ??= '20000'
await import('../conformance/spoiled-models.test.ts')
