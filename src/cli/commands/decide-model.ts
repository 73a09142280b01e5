import { decide, plainOf, readDecisions } from '../../process/index.ts'
import { CommandError, readArguments, readObject, readText, type Command, type Said } from './command.ts'

/** Asks a decision, by its name or id. Gives its value and the rules that fired. */
export const decideModel: Command = async (args): Promise<Said> => {
  const { values, positionals } = readArguments(args, { input: { type: 'string' } })
  const [model, decision] = positionals
  if (model === undefined || decision === undefined) throw new CommandError('Say which model and which decision: decide MODEL.dmn DECISION.')
  const decisions = await readDecisions(await readText(model))
  const decided = decide(decisions, decision, await readObject('--input', values.input))
  if (!decided.ok) throw new CommandError(`The decision ${decision} was not made: ${decided.refusal.kind} ${decided.refusal.detail}`)
  const value = plainOf(decided.value)
  if (value === undefined) throw new CommandError(`The decision ${decision} gives a function or a range, which is no value to print.`)
  return { json: { decision, value, rules: decided.rules }, words: JSON.stringify(value, null, 2), asJson: values.json === true }
}
