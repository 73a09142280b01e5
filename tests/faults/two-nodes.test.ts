// A few hundred cases through weeks of promises on two nodes, where every check has time for some.
process.env['SATU_PINTU_TWO_NODES_CASES'] ??= '320'
await import('../integration/two-nodes.test.ts')
