import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals, url }) => ({
  path: url.pathname + url.search,
  signedIn: locals.visitor === null ? null : locals.visitor.kind,
  demo: locals.office.demo !== null,
  standing: locals.office.health.standing(),
})
