import { prepare } from '/work/wt-line/scripts/prepare.ts'
await prepare(console.log)
