import { ownerOf } from '#web/line/owner-of.ts'
import { isShared } from '#web/line/shared-computer.ts'
import type { LayoutServerLoad } from './$types'

/** Whose device this is, for what it may keep while the line is away. */
export const load: LayoutServerLoad = ({ locals, cookies }) => ({
  line: locals.visitor && { person: ownerOf(locals.office, locals.visitor), shared: isShared(cookies) },
})
