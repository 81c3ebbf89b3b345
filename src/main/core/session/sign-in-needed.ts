import { Refusal } from '../../../shared/domain/refusal.ts'

/** The ledger is open, but nobody has said who is at the desk. */
export function signInNeeded(): Refusal {
  return new Refusal('session.sign-in', '请先选择由谁办理：这个台账有人员名单，操作记录要写明是谁。')
}
