/**
 * The id of a command, as the page put it into its form: sent twice it has one effect. Somebody who sends no id, or
 * something else in its place, gets a new one: nothing is recognised as a repetition then.
 */
export function commandOf(form: FormData, newId: () => string): string {
  const command = form.get('command')
  return typeof command === 'string' && uuid.test(command) ? command.toLowerCase() : newId()
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
