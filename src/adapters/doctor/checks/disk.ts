import { statfs } from 'node:fs/promises'
import { fine, trouble, type Check } from '../check.ts'

const gigabyte = 2 ** 30

/** Room on the disk of the office's data. A full one stops every submission; one under a tenth or five gigabytes fills within weeks. */
export const disk: Check = {
  id: 'disk',
  run: async (context) => {
    const { bavail, blocks, bsize, files, ffree } = await statfs(context.dataDir)
    const free = bavail * bsize
    const share = blocks === 0 ? 1 : bavail / blocks
    const values = { free: (free / gigabyte).toFixed(1), share: Math.floor(share * 100), folder: context.dataDir }
    if (free < gigabyte || share < 0.02) return trouble(context, 'fail', 'disk.full', values)
    if (files > 0 && ffree / files < 0.02) return trouble(context, 'fail', 'disk.files', values)
    if (free < 5 * gigabyte || share < 0.1) return trouble(context, 'warn', 'disk.low', values)
    return fine(context, 'doctor.disk.ok', values)
  },
}
