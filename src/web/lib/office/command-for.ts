/** A command id for one line of a list: the same page and line give the same id, so that sending twice has one effect. */
export const commandFor = (command: string, id: string): string => `${command.slice(0, 23)}-${id.slice(24)}`
