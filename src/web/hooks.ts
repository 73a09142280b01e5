import type { Transport } from '@sveltejs/kit/hooks'

/**
 * A process is compiled and can't travel to a browser; pictures of it are drawn on the server. Pages that hand a whole
 * service on send its process's id instead.
 */
export const transport: Transport = {
  Process: {
    encode: (value: unknown) => isProcess(value) && value.id,
    decode: (id: string) => ({ id }),
  },
}

function isProcess(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'nodes' in value && value.nodes instanceof Map && 'picture' in value
}
