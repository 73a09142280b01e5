export type Day = { readonly date: string; readonly day: number; readonly weekend: boolean }

/** The weeks of a month from Monday to Sunday; null where a week reaches into another month. Month counts from 1. */
export function monthGrid(year: number, month: number): readonly (readonly (Day | null)[])[] {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const cells: (Day | null)[] = Array.from({ length: before }, () => null)
  for (let day = 1; day <= length; day++) {
    const weekday = (before + day - 1) % 7
    cells.push({ date: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, day, weekend: weekday >= 5 })
  }
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
