import { settleUpgrade } from '../adapters/upgrade/settle-upgrade.ts'
import { plainTrouble } from './plain-trouble.ts'
import { readSettings } from './read-settings.ts'
import { settlingOf } from './settling.ts'

const read = readSettings(process.env)
if (!read.ok) {
  for (const problem of read.problems) console.error(problem)
  process.exit(1)
}
try {
  await settleUpgrade(settlingOf(read.settings, true, (sentence) => console.log(sentence)))
  process.exit(0)
} catch (error) {
  console.error(`The upgrade could not be brought to its end: ${plainTrouble(error, read.settings)} Start the office again when that is mended.`)
  process.exit(1)
}
