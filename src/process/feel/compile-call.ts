import { compile, type Compiling, type Run } from './compile-expression.ts'
import { define } from './define.ts'
import { bind, invoke } from './invoke.ts'
import { FeelFunction } from './kinds.ts'
import { within } from './scope.ts'
import type { Args, Node, Param } from './syntax.ts'

/** A call by place or by name (10.3.2.13.5). Null where what is called is no function, or does not take these. */
export function compileCall(target: Node, args: Args, compiling: Compiling): Run {
  const called = compile(target, compiling)
  if (args.named) {
    const values = args.values.map(([name, value]) => [name, compile(value, compiling)] as const)
    return (scope) => {
      const named: Record<string, unknown> = {}
      for (const [name, value] of values) define(named, name, value(scope))
      return invoke(called(scope), [], named, scope.budget)
    }
  }
  const values = args.values.map((value) => compile(value, compiling))
  return (scope) => invoke(called(scope), values.map((value) => value(scope)), null, scope.budget)
}

/** `function(a: number, b) a + b`, with the names that are there where it is written. */
export function compileFunction(params: readonly Param[], body: Node, compiling: Compiling): Run {
  const says = compile(body, compiling)
  const typed = params.map(({ name, type }) => ({ name, type: type ? compiling.typeOf(type) : null }))
  return (scope) =>
    new FeelFunction(
      params.map((param) => param.name),
      (args, named) => {
        const given = bind(typed, args, named)
        return given && says(within(scope, given))
      },
    )
}
