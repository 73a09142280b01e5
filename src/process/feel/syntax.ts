/** An expression as it is written (DMN 1.5, 10.3.1.2). */
export type Node =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'at'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Node }
  | { readonly kind: 'arithmetic'; readonly sign: ArithmeticSign; readonly left: Node; readonly right: Node }
  | { readonly kind: 'compare'; readonly sign: CompareSign; readonly left: Node; readonly right: Node }
  | { readonly kind: 'between'; readonly value: Node; readonly low: Node; readonly high: Node }
  | { readonly kind: 'in'; readonly value: Node; readonly tests: readonly Node[] }
  | { readonly kind: 'junction'; readonly decisive: boolean; readonly left: Node; readonly right: Node }
  | { readonly kind: 'instance'; readonly value: Node; readonly type: TypeNode }
  | { readonly kind: 'if'; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'for'; readonly over: readonly Iteration[]; readonly says: Node }
  | { readonly kind: 'quantified'; readonly every: boolean; readonly over: readonly Iteration[]; readonly satisfies: Node }
  | { readonly kind: 'filter'; readonly target: Node; readonly filter: Node }
  | { readonly kind: 'path'; readonly target: Node; readonly name: string }
  | { readonly kind: 'call'; readonly target: Node; readonly args: Args }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, Node])[] }
  | { readonly kind: 'range'; readonly low: Node | null; readonly high: Node | null; readonly lowIn: boolean; readonly highIn: boolean }
  | { readonly kind: 'function'; readonly params: readonly Param[]; readonly body: Node }
  /** Said of the value under test: `= 5` and `!= 5` where a test stands; `< 5` and the like are ranges. */
  | { readonly kind: 'test'; readonly sign: '=' | '!='; readonly than: Node }

export type ArithmeticSign = '+' | '-' | '*' | '/' | '**'
export type CompareSign = '=' | '!=' | '<' | '<=' | '>' | '>='
export type Iteration = { readonly name: string; readonly from: Node; readonly to: Node | null }
export type Param = { readonly name: string; readonly type: TypeNode | null }
export type Args = { readonly named: false; readonly values: readonly Node[] } | { readonly named: true; readonly values: readonly (readonly [string, Node])[] }

/** A type as it is written after `instance of` or a parameter (grammar rule 54). */
export type TypeNode =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'range'; readonly of: TypeNode }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, TypeNode])[] }
  | { readonly kind: 'function'; readonly params: readonly TypeNode[]; readonly result: TypeNode }
