import { readUpgradeState } from '../adapters/upgrade/upgrade-state.ts'

/** What scripts/run.mjs takes for: open again, by whichever version it is by then. */
export const openAgain = 75

const everyMs = 1_000

/** Looks whether somebody has asked for an upgrade, for which the office has to be closed, and says so with the code to end with. */
export function waitForUpgrade(dataDir: string, close: (code: number) => void): void {
  const timer = setInterval(() => {
    readUpgradeState(dataDir).then(({ running }) => {
      if (running === null) return
      clearInterval(timer)
      close(openAgain)
    }, () => undefined)
  }, everyMs)
  timer.unref()
}
