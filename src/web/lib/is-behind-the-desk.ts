/** Addresses for machines, and the page that must come when nobody can be looked up: they have no visitor. */
const behind = new Set(['/healthz', '/readyz', '/metrics', '/.well-known/jwks.json', '/(public)/status'])

export function isBehindTheDesk(routeId: string): boolean {
  return behind.has(routeId)
}
