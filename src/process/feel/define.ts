/** Sets an entry of any name, `__proto__` too. */
export function define(context: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(context, name, { value, enumerable: true, configurable: true, writable: true })
  else context[name] = value
}
