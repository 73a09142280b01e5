/** What the use cases of queue tickets at a place read and write in a transaction. */
export type TicketTx = object

/** Their work for later. Jobs carry references, never personal data. */
export type TicketJob = never
