import { Refusal } from '../../../shared/domain/refusal.ts'

/** No ledger is open. */
export function locked(): Refusal {
  return new Refusal('ledger.locked', '没有打开的台账，或台账已锁定。请先打开台账。')
}
