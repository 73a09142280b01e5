/** A day off as it was decreed and perhaps taken back, at instants in epoch ms. A national holiday has always been known. */
export type Decree = { readonly date: string; readonly from: number; readonly until: number | null }

/**
 * The dates that are off for a case that was submitted at one instant, as reckoned at another: those in force by then, and
 * those that were in force at some time since the submission. So a leave that is taken back never brings forward what the
 * applicant was told, and whoever submits afterwards is told without it.
 */
export function daysOffFor(decrees: readonly Decree[], submittedAt: number, now: number): readonly string[] {
  const inForceSome = ({ from, until }: Decree) => from <= now && (until === null || until > submittedAt)
  return decrees.filter(inForceSome).map(({ date }) => date)
}
