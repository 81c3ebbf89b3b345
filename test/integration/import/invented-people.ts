/** ID numbers of nobody: right in every way but issued to no one. */
import { idCheckDigit } from '../../../src/shared/domain/id-number.ts'

/** A valid 18-digit number of 马边; each `sequence` (0–999) another. */
export function inventedId(sequence: number, birth = '19850615', area = '511133'): string {
  const first17 = `${area}${birth}${String(sequence).padStart(3, '0')}`
  return first17 + idCheckDigit(first17)
}
