// There and back again, under a load that lasts, where every check has time for one failover.
process.env['SATU_PINTU_FAILOVER_SUBMISSIONS'] ??= '6000'
process.env['SATU_PINTU_FAILOVER_CLIENTS'] ??= '50'
process.env['SATU_PINTU_FAILOVERS'] ??= '4'
await import('../integration/failover.test.ts')
