// Random processes and events without end, for longer than every check has time for.
process.env['SATU_PINTU_TOKENS'] ??= '10000'
await import('../conformance/tokens.test.ts')
