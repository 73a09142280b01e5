// Ten thousand by fifty, where every check has time for a few hundred.
process.env['SATU_PINTU_KILLED_SUBMISSIONS'] ??= '10000'
process.env['SATU_PINTU_KILLED_CLIENTS'] ??= '50'
process.env['SATU_PINTU_KILLED_ROUNDS'] ??= '5'
await import('../integration/killed-crowd.test.ts')
