/**
 * Chance that can be repeated: a number from 0 up to 1, the same for the same seed and the same place. Every draw names its
 * place (which run, which case, which step), so what happens to one case never changes what another one draws.
 */
export type Chance = (run: number, part: number, step: number) => number

/** A chance from a seed. The mixing is that of MurmurHash3 (Appleby, public domain): even enough for sampling, not for secrets. */
export function chanceOf(seed: number): Chance {
  return (run, part, step) => finish(mix(mix(mix(seed | 0, run), part), step)) / 4_294_967_296
}

function mix(hash: number, value: number): number {
  let key = Math.imul(value | 0, 0xcc9e2d51)
  key = (key << 15) | (key >>> 17)
  const mixed = hash ^ Math.imul(key, 0x1b873593)
  return Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64
}

function finish(hash: number): number {
  let value = hash ^ (hash >>> 16)
  value = Math.imul(value, 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
