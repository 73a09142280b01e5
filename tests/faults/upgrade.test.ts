// Every way in which an upgrade can fail, where every check has time for the most likely ones.
process.env['SATU_PINTU_UPGRADES'] ??= 'all'
await import('../integration/upgrade.test.ts')
