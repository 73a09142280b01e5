/** Which words an error page uses for an HTTP status: `common.fault.*`. */
export function faultKind(status: number): 'missing' | 'closed' | 'large' | 'busy' | 'odd' | 'broken' {
  if (status === 404 || status === 410) return 'missing'
  if (status === 401 || status === 403) return 'closed'
  if (status === 413) return 'large'
  if (status === 429) return 'busy'
  return status < 500 ? 'odd' : 'broken'
}
