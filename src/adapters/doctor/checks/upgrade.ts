import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newerThan } from '../../upgrade/known-versions.ts'
import { programAt } from '../../upgrade/prepare-version.ts'
import { readUpgradeState, upgradeFolder } from '../../upgrade/upgrade-state.ts'
import { fine, trouble, type Check } from '../check.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[\\/]$/, '')
const monthMs = 30 * 86_400_000

/** Which version the office is of, whether an upgrade was cut off or went back, and whether this machine knows of a newer one. */
export const upgrade: Check = {
  id: 'upgrade',
  run: async (context) => {
    const state = await readUpgradeState(context.dataDir).catch(() => null)
    if (state === null) return trouble(context, 'fail', 'upgrade.damaged', { path: join(upgradeFolder(context.dataDir), 'state.json') })
    if (state.running !== null) return trouble(context, 'fail', 'upgrade.half', { version: state.running.to.version })
    const { version: current } = state.current ?? (await programAt(root))
    const { last } = state
    if (last?.outcome === 'failed' && context.now() - Date.parse(last.at) < monthMs)
      return trouble(context, 'warn', 'upgrade.failed', { version: last.version, date: last.at.slice(0, 10), reason: last.reason ?? '', current })
    const newer = await newerThan(current, process.env['SATU_PINTU_DOOR'] ?? root)
    return newer ? trouble(context, 'warn', 'upgrade.newer', { version: newer.version, to: newer.to, current }) : fine(context, 'doctor.upgrade.ok', { version: current })
  },
}
