// The command line of the process core: npm run -s satu-pintu -- run | decide | lint-model | draw.
await import('../src/cli/satu-pintu.ts')
