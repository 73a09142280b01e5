/**
 * The address in the one form that accounts are kept under (trimmed, lower case), or null when mail can't go
 * there. The pattern is narrower than that of HTML's e-mail input and asks for a dot in the domain; lengths
 * are those of RFC 5321.
 */
export function readEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  return email.length <= 254 && email.indexOf('@') <= 64 && pattern.test(email) ? email : null
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const pattern = new RegExp(`^[a-z0-9_'+-]+(?:\\.[a-z0-9_'+-]+)*@(?:${label}\\.)+${label}$`)
