/**
 * The id of the command for one time of a page: the same page and time give the same id, so that a double tap has one
 * effect; another time chosen after Back is another command.
 */
export function slotCommand(command: string, slot: number): string {
  return Number.isSafeInteger(slot) && slot > 0 ? command.slice(0, 24) + slot.toString(16).padStart(12, '0').slice(-12) : command
}
