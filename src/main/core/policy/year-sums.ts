import type { YearSums } from './facts.ts'

/** Sum of a calendar year in fen, or undefined where it is unknown. */
export function sumOfYear(sums: YearSums | undefined, year: number): number | undefined {
  if (sums === undefined) return undefined
  for (let i = 0; i < sums.sums.length; i += 2) if (sums.sums[i] === year) return sums.sums[i + 1] as number
  return sums.complete ? 0 : undefined
}
