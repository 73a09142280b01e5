/** What the use cases of promised days read and write in a transaction. */
export type PromiseTx = object

/** Their work for later. Jobs carry references, never personal data. */
export type PromiseJob = never
