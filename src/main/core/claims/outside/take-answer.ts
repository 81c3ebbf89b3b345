/** Takes in what the other system said of one claim: recorded, told in its story, and acted on where it changes where the claim stands. */
import {
  isKnownAnswer,
  type OutsideOutcome,
  outsideState,
  presentRound,
  roundOf,
} from '../../../../shared/domain/outside-results.ts'
import type { WriteTx } from '../../db/ledger.ts'
import { claims } from '../../db/schema/claims.ts'
import { outsideAnswers } from '../../db/schema/outside.ts'
import { closeBatches, leaveGrants } from '../payment/settle.ts'
import { moveClaims } from '../workflow/act.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { type Position, positionsOf } from '../workflow/positions.ts'
import { placeBeforeReopening, reopenClaim } from '../workflow/reopen.ts'
import { tell } from '../workflow/story.ts'
import { claimStandings } from './standing.ts'

/** What a row of a result list says of a claim of ours. */
export type SaidOfClaim = {
  readonly claimId: string
  readonly outcome: OutsideOutcome
  /** day of the answer; null: the list says none */
  readonly on: string | null
  /** in the other system's words; '' where it gives none */
  readonly reason: string
  /** `import:<id>#<row>` */
  readonly source: string
}

/** Why an answer is not taken, or what a person should look at though it is. */
export type AnswerRemark =
  | 'result.claim-paid'
  | 'result.money-out'
  | 'result.own-payment'
  | 'result.contradicts'
  | 'result.older'
  | 'result.claim-ended'
  | 'result.batch-sent'
  | 'result.paid-here-too'

export type Taken =
  | { readonly do: 'same' }
  | { readonly do: 'refused'; readonly code: AnswerRemark; readonly number: string }
  | {
      readonly do: 'taken'
      readonly remarks: readonly AnswerRemark[]
      readonly number: string
      /** the claim stands elsewhere now: reopened, back at its place, paid */
      readonly moved: boolean
    }

type File = { readonly importId: string; readonly sha256: string; readonly name: string }

/** Takes answers one by one, in one transaction. The claim must be live. */
export function answerTaker(
  tx: WriteTx,
  by: string,
  today: string,
  file: File,
): (said: SaidOfClaim) => Taken {
  const standingOf = claimStandings(tx, file.sha256)
  const procedures = new OfficeProcedures(tx)
  const openPayment = tx.prepare(
    "SELECT 1 FROM payments WHERE claim_id = ? AND state = 'sent' AND deleted_at IS NULL",
  )
  const ownPaid = tx.prepare(
    "SELECT 1 FROM payments WHERE claim_id = ? AND state = 'paid' AND deleted_at IS NULL",
  )
  const batchState = tx.prepare<string>('SELECT state FROM batches WHERE id = ?').pluck()
  const positionOf = (id: string): Position => {
    const [position] = positionsOf(tx, procedures, [id])
    if (position === undefined) throw new Error(`no claim ${id}`)
    return position
  }

  return (said) => {
    const { claimId, outcome, on, reason } = said
    const standing = standingOf(claimId)
    const round = roundOf(standing.handedInOn, on)
    const answer = { outcome, on, round, reason }
    if (isKnownAnswer(standing.answers, answer)) return { do: 'same' }
    const position = positionOf(claimId)
    const { number, state } = position
    const refuse = (code: AnswerRemark): Taken => ({ do: 'refused', code, number })
    const moneyOut = openPayment.get(claimId) !== undefined
    if (outcome === 'rejected' && state === 'paid') return refuse('result.claim-paid')
    if (outcome === 'rejected' && (moneyOut || state === 'returned')) return refuse('result.money-out')
    if (outcome === 'paid' && moneyOut) return refuse('result.own-payment')

    const remarks: AnswerRemark[] = []
    const handedIn = standing.handedInOn.length
    const after = outsideState([...standing.answers, answer], handedIn)
    if (round < presentRound(handedIn)) remarks.push('result.older')
    else if (outcome === 'accepted' && after === 'rejected') remarks.push('result.contradicts')
    else if (
      outcome === 'rejected' &&
      standing.answers.some((one) => one.outcome === 'accepted' && one.on === on)
    )
      remarks.push('result.contradicts')
    if (state === 'refused') remarks.push('result.claim-ended')
    if (outcome === 'paid' && ownPaid.get(claimId) !== undefined) remarks.push('result.paid-here-too')

    tx.insert(outsideAnswers, {
      subject: 'claim',
      subjectId: claimId,
      round,
      outcome,
      answeredOn: on,
      reason,
      batchId: position.batchId,
      importId: file.importId,
      takenAt: tx.at,
      takenBy: by,
      source: said.source,
    })
    tx.update(claims, claimId, { outsideState: after })
    const data = { answeredOn: on, file: file.name, importId: file.importId }
    const words = [on, reason].filter((text) => text !== null && text !== '').join('，')
    const isOpen = state !== 'paid' && state !== 'refused'
    let moved = true
    if (isOpen && after === 'rejected' && standing.state !== 'rejected') {
      if (position.batchId !== null && batchState.get(position.batchId) === 'sent')
        remarks.push('result.batch-sent')
      reopenClaim(tx, by, position, today, words === '' ? '对方没有写原因' : words, data)
      if (position.batchId !== null) closeBatches(tx, [position.batchId])
    } else if (isOpen && after === 'paid') pay(position)
    else {
      const place =
        isOpen && standing.state === 'rejected' && after === 'accepted'
          ? placeBeforeReopening(tx, position)
          : undefined
      moved = place !== undefined
      if (place === undefined) tell(tx, by, [{ claimId, kind: outcome, data: { ...data, note: words } }])
      else {
        const note = [words, '回到退回前的位置'].filter((text) => text !== '').join('，')
        moveClaims(tx, by, [{ position, ...place, event: 'accepted', data: { ...data, note } }])
      }
    }
    return { do: 'taken', remarks, number, moved }

    /** The other system paid it: it is done, leaves its grants as if a bank had, and its batch, so that nobody pays it again. */
    function pay(paid: Position): void {
      moveClaims(tx, by, [
        {
          position: paid,
          step: null,
          state: 'paid',
          dueOn: null,
          batchId: null,
          event: 'paid',
          data: {
            ...(paid.step === null ? {} : { step: paid.step }),
            ...data,
            note: ['对方系统发放', words].filter((text) => text !== '').join('，'),
          },
        },
      ])
      leaveGrants(tx, by, claimId, on ?? today)
      if (paid.batchId !== null) closeBatches(tx, [paid.batchId])
    }
  }
}
