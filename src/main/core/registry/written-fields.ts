/** Fields that several kinds of record share, from what was written to what is stored. */
import { readAccount } from '../../../shared/domain/bank-card.ts'
import { readCreditCode } from '../../../shared/domain/credit-code.ts'
import { readPhone } from '../../../shared/domain/phone.ts'
import type { Remark } from './decision.ts'

type Remarks = { readonly faults: Remark[]; readonly warnings: Remark[] }

/** `undefined`: nothing was said, or what was said is at fault; `null`: made unknown on purpose. */
export type Written = string | null | undefined

/** Text without blanks at its ends; an empty one says nothing. */
export function storedText(written: Written): string | null | undefined {
  if (written === null || written === undefined) return written
  const text = written.trim()
  return text === '' ? undefined : text
}

/** A phone number as stored: digits only. */
export function storedPhone(written: Written, field: string, remarks: Remarks): string | null | undefined {
  const text = storedText(written)
  if (text === null || text === undefined) return text
  const reading = readPhone(text)
  if (reading.ok) return reading.value
  remarks.faults.push({ code: `phone.${reading.fault}`, field })
  return undefined
}

/** An account number as stored: digits only. Luhn and length only warn: passbooks fail them. */
export function storedAccount(written: Written, field: string, remarks: Remarks): string | null | undefined {
  const text = storedText(written)
  if (text === null || text === undefined) return text
  const reading = readAccount(text)
  if (!reading.ok) {
    remarks.faults.push({ code: `account.${reading.fault}`, field })
    return undefined
  }
  for (const warning of reading.warnings)
    remarks.warnings.push({
      code: warning === 'length' ? 'account.unusual-length' : `account.${warning}`,
      field,
    })
  return reading.value
}

/** A unified social credit code as stored: 18 characters in upper case. */
export function storedCreditCode(
  written: Written,
  field: string,
  remarks: Remarks,
): string | null | undefined {
  const text = storedText(written)
  if (text === null || text === undefined) return text
  const reading = readCreditCode(text)
  if (!reading.ok) {
    remarks.faults.push({ code: `code.${reading.fault}`, field })
    return undefined
  }
  for (const warning of reading.warnings) remarks.warnings.push({ code: `code.${warning}`, field })
  return reading.value
}
