// The comparison with bpmn-engine, over more models than every check has time for.
process.env['SATU_PINTU_MODELS'] ??= '20000'
await import('../conformance/bpmn-engine.test.ts')
