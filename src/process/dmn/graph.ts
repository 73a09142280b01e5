import type { TypedParam } from '../feel/invoke.ts'
import type { FeelType } from '../feel/types.ts'
import type { Logic } from './typed.ts'

/** What a part of the graph needs: another part, and the names under which it sees it (`income`, or `tax.income`). */
export type Need = { readonly key: string; readonly path: readonly string[] }

/** A part of the requirement graph (DMN 1.5, clause 6), ready to be asked. Its key holds its file where that is another. */
export type GraphNode =
  | { readonly kind: 'input'; readonly key: string; readonly names: readonly string[]; readonly type: FeelType | null }
  | { readonly kind: 'decision'; readonly key: string; readonly name: string; readonly type: FeelType | null; readonly needs: readonly Need[]; readonly hidden: readonly string[]; readonly logic: Logic }
  | { readonly kind: 'knowledge'; readonly key: string; readonly name: string; readonly type: FeelType | null; readonly needs: readonly Need[]; readonly params: readonly TypedParam[]; readonly logic: Logic }
  | {
      readonly kind: 'service'
      readonly key: string
      readonly name: string
      readonly type: FeelType | null
      readonly outputs: readonly { readonly key: string; readonly name: string }[]
      readonly inputs: readonly { readonly key: string; readonly name: string; readonly names: readonly string[]; readonly type: FeelType | null }[]
    }

export type Graph = ReadonlyMap<string, GraphNode>
