/** Addresses for machines: they have no visitor, so nobody is looked up for them. */
const behind = new Set(['/healthz', '/readyz', '/metrics', '/.well-known/jwks.json'])

export function isBehindTheDesk(routeId: string): boolean {
  return behind.has(routeId)
}
