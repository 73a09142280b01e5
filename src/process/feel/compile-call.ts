import { builtins } from './builtins.ts'
import { compile, type Compiling, type Run } from './compile-expression.ts'
import { define } from './define.ts'
import { bind, invoke } from './invoke.ts'
import { functionTypeOf } from './function-type.ts'
import { FeelFunction } from './kinds.ts'
import { within } from './scope.ts'
import type { Args, Node, Param } from './syntax.ts'

/** A call by place or by name (10.3.2.13.5). Null where what is called is no function, or does not take these. */
export function compileCall(target: Node, args: Args, compiling: Compiling): Run {
  const called = compileCalled(target, compiling)
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

/** A function of FEEL is called even where a variable has its name but is none: `date("2024-01-01")` beside a variable date. */
function compileCalled(target: Node, compiling: Compiling): Run {
  const called = compile(target, compiling)
  const builtin = target.kind === 'name' ? builtins.get(target.name) : undefined
  if (!builtin) return called
  return (scope) => {
    const found = called(scope)
    return found instanceof FeelFunction ? found : builtin
  }
}

/** `function(a: number, b) a + b`, with the names that are there where it is written. */
export function compileFunction(params: readonly Param[], body: Node, compiling: Compiling): Run {
  const says = compile(body, compiling)
  const typed = params.map(({ name, type }) => ({ name, type: type ? compiling.typeOf(type) : null }))
  const type = functionTypeOf(typed.map((param) => [param.name, param.type]), body, compiling.typeOf)
  return (scope) =>
    new FeelFunction(
      params.map((param) => param.name),
      (args, named) => {
        const given = bind(typed, args, named)
        return given && says(within(scope, given))
      },
      type,
    )
}
