/** What the use cases of places, slots and bookings read and write in a transaction. */
export type BookingTx = object

/** Their work for later. Jobs carry references, never personal data. */
export type BookingJob = never
