/**
 * Headers that every answer carries. The content security policy comes with each page, from the build. Pages of a
 * signed-in person are never kept by a cache on the way.
 */
export function securityHeaders(url: URL, signedIn: boolean): readonly (readonly [string, string])[] {
  return [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['x-frame-options', 'SAMEORIGIN'],
    ...(url.protocol === 'https:' ? ([['strict-transport-security', 'max-age=31536000; includeSubDomains']] as const) : []),
    ['cache-control', signedIn ? 'private, no-store' : 'private, no-cache'],
  ]
}
