import fc from 'fast-check'
import { bpmn, caught, edge, end, flow, gateway, line, on, user } from '../../src/process/sample-process.ts'

/** A piece of a process with one way in and one way out. */
export type Block =
  | { readonly kind: 'task' }
  | { readonly kind: 'many'; readonly sequential: boolean; readonly times: number }
  | { readonly kind: 'sequence' | 'exclusive' | 'parallel' | 'inclusive' | 'first'; readonly blocks: readonly Block[] }
  /** `loop`: a task, then the block, again as long as a condition holds. */
  | { readonly kind: 'subprocess' | 'loop'; readonly block: Block }
  /** A task or subprocess that a message ends; what comes then is the other block. */
  | { readonly kind: 'stopped'; readonly block: Block | null; readonly instead: Block }
  /** A task beside which a message lets another be done. */
  | { readonly kind: 'noted' }

function hasJoin(block: Block): boolean {
  if (block.kind === 'parallel' || block.kind === 'inclusive') return true
  const inner = [...('blocks' in block ? block.blocks : []), ...('block' in block ? [block.block] : []), ...('instead' in block ? [block.instead] : [])]
  return inner.some((each) => each !== null && hasJoin(each))
}

/** Difference 4: their join in a subprocess that is being ended goes on with what was taken away. */
const withoutJoin = (block: Block): Block => (hasJoin(block) ? { kind: 'task' } : block)

const several = (block: fc.Arbitrary<Block>, minLength: number) => fc.array(block, { minLength, maxLength: 3 })

/** Any block. What is not in it is said in docs/decisions/0015-differences.md. */
export const anyBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Block>({ kind: 'task' }),
    fc.record({ kind: fc.constantFrom('sequence' as const, 'exclusive' as const, 'parallel' as const, 'inclusive' as const, 'first' as const), blocks: several(tie('block'), 2) }),
    fc.record({ kind: fc.constantFrom('subprocess' as const, 'loop' as const), block: tie('block') }),
    fc.record({ kind: fc.constant('stopped' as const), block: fc.option(tie('block').map(withoutJoin)), instead: tie('block') }),
    fc.record({ kind: fc.constant('many' as const), sequential: fc.boolean(), times: fc.integer({ min: 1, max: 3 }) }),
    fc.constant<Block>({ kind: 'noted' }),
  ),
})).block

type Drawn = { readonly first: string; readonly last: string }

/** What passes over ways and merges others: nothing else would be left of that outside a subprocess around it. */
const choosing = new Set<Block['kind']>(['exclusive', 'first', 'stopped', 'loop'])

const around = (id: string, { first, last }: Drawn, parts: readonly string[]) =>
  `<subProcess id="${id}"><startEvent id="${id}-s"/><endEvent id="${id}-e"/>${parts.join('')}${flow(`${id}-s`, first)}${flow(last, `${id}-e`)}</subProcess>`

/**
 * A block as BPMN, with the names of the facts that its conditions look at. `apart`: what chooses lies in a subprocess of
 * its own, which means the same.
 */
export function write(whole: Block, apart = false): { readonly xml: string; readonly facts: readonly string[] } {
  const facts: string[] = []
  let count = 0
  const fact = () => facts[facts.push(`x${facts.length}`) - 1]!
  const draw = (block: Block, parts: string[], plain: boolean): Drawn => {
    const id = `n${++count}`
    if (!choosing.has(block.kind)) return drawAs(id, block, parts, plain)
    if (!apart) return drawAs(id, block, parts, true)
    const own: string[] = []
    parts.push(around(`${id}-apart`, drawAs(id, block, own, true), own))
    return { first: `${id}-apart`, last: `${id}-apart` }
  }
  /** Draws into `parts`, so that what lies in a subprocess stands in it. `plain`: no task runs beside the block. */
  const drawAs = (id: string, block: Block, parts: string[], plain: boolean): Drawn => {
    const put = (...elements: readonly string[]) => void parts.push(...elements)
    const within = (inner: Block): string => {
      const own: string[] = []
      return around(id, draw(inner, own, plain), own)
    }
    switch (block.kind) {
      case 'task':
        put(user(id))
        return { first: id, last: id }
      case 'many':
        put(`<userTask id="${id}"><multiInstanceLoopCharacteristics isSequential="${block.sequential}"><loopCardinality xsi:type="tFormalExpression">${block.times}</loopCardinality></multiInstanceLoopCharacteristics></userTask>`)
        return { first: id, last: id }
      case 'subprocess':
        put(within(block.block))
        return { first: id, last: id }
      case 'sequence': {
        const inner = block.blocks.map((each) => draw(each, parts, plain))
        inner.slice(1).forEach((next, index) => put(flow(inner[index]!.last, next.first)))
        return { first: inner[0]!.first, last: inner.at(-1)!.last }
      }
      case 'loop': {
        const inner = draw(block.block, parts, plain)
        put(gateway('exclusive', id), user(`${id}-task`), gateway('exclusive', `${id}-end`, `${id}-out`), user(`${id}-after`), line(id, `${id}-task`, inner.first), flow(inner.last, `${id}-end`))
        put(flow(`${id}-end`, id, fact()), flow(`${id}-end`, `${id}-after`, undefined, `${id}-out`))
        return { first: id, last: `${id}-after` }
      }
      case 'stopped': {
        const instead = draw(block.instead, parts, plain)
        put(block.block ? within(block.block) : user(id), edge(`${id}-stop`, id, on.message(`${id}-stop`)), gateway('exclusive', `${id}-end`))
        put(flow(`${id}-stop`, instead.first), flow(instead.last, `${id}-end`), flow(id, `${id}-end`))
        return { first: id, last: `${id}-end` }
      }
      case 'noted':
        put(user(id), edge(`${id}-note`, id, on.message(`${id}-note`), true))
        // In a loop the task beside could be there twice, which the yardstick can not have; nor may it hold up what lies apart.
        if (plain) put(end(`${id}-noted`), line(`${id}-note`, `${id}-noted`))
        else put(user(`${id}-task`), end(`${id}-noted`), line(`${id}-note`, `${id}-task`, `${id}-noted`))
        return { first: id, last: id }
      case 'first': {
        put(gateway('eventBased', id), gateway('exclusive', `${id}-end`))
        block.blocks.forEach((each, index) => {
          const inner = draw(each, parts, plain)
          put(caught(`${id}-${index}`, on.message(`${id}-${index}`)), line(id, `${id}-${index}`, inner.first), flow(inner.last, `${id}-end`))
        })
        return { first: id, last: `${id}-end` }
      }
      default: {
        const chooses = block.kind !== 'parallel'
        const inner = block.blocks.map((each) => draw(each, parts, plain))
        put(gateway(block.kind, id, chooses ? `${id}-default` : undefined), gateway(block.kind, `${id}-end`))
        inner.forEach(({ first, last }, index) => {
          // Ways are told apart by where they stand: two empty ones could lead from the same element to the same one.
          put(flow(id, first, chooses && index > 0 ? fact() : undefined, index === 0 ? `${id}-default` : `${id}-way${index}`), flow(last, `${id}-end`, undefined, `${id}-back${index}`))
        })
        return { first: id, last: `${id}-end` }
      }
    }
  }
  const parts: string[] = []
  const { first, last } = draw(whole, parts, false)
  return { xml: bpmn(`<startEvent id="start"/><endEvent id="end"/>${flow('start', first)}${parts.join('')}${flow(last, 'end')}`, declared(parts.join(''))), facts }
}

const declared = (elements: string) => [...elements.matchAll(/messageRef="message-([^"]+)"/g)].map((found) => `<message id="message-${found[1]}" name="${found[1]}"/>`).join('')
