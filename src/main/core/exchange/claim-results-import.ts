/** Takes in what another system answered to claims: each row matched to exactly its claim, all of them told, the rejected reopened. */

import type { ClaimState } from '../../../shared/domain/claim-states.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import type { OutsideOutcome } from '../../../shared/domain/outside-results.ts'
import { nameKey } from '../../../shared/domain/person-name.ts'
import { CLAIM_STATE_TEXT, OUTSIDE_STATE_TEXT } from '../../../shared/text/claims.ts'
import { answerTaker } from '../claims/outside/take-answer.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { peopleByIdNumber } from './person-of-row.ts'
import { contradictions } from './result-contradictions.ts'
import { type ClaimResultRow, readClaimResult } from './result-rows.ts'
import type { RowNotes } from './row-cells.ts'

type FoundClaim = {
  id: string
  number: string
  benefit: string
  period: string | null
  state: ClaimState
  amountFen: number
  withdrawn: number
  beneficiaryKind: string
  idNumber: string | null
  name: string | null
}

const CLAIM = `SELECT c.id, c.number, c.benefit, c.period, c.state, c.amount_fen AS amountFen,
  c.deleted_at IS NOT NULL AS withdrawn, c.beneficiary_kind AS beneficiaryKind, p.id_number AS idNumber, p.name
  FROM claims c LEFT JOIN people p ON p.id = c.person_id`

export function claimResultsImport(session: ImportSession): KindImport {
  const { tx, cells, tally, words, file } = session
  const rows: ClaimResultRow[] = []
  const told: Record<OutsideOutcome, number> = { accepted: 0, rejected: 0, paid: 0 }
  let reopened = 0

  const take: KindImport['take'] = (sheetRows) => {
    for (const sheetRow of sheetRows) {
      cells.load(sheetRow)
      const row = readClaimResult({ ...session, fileName: file.name }, session.scaleOf)
      if (row === undefined) tally.book(cells.notes, 'refused')
      else rows.push(row)
    }
  }

  // Two rows of one claim that contradict each other may stand far apart, so nothing is decided before the last row.
  const finish = (): string[] => {
    const find = claimFinder(session)
    const taker = answerTaker(tx, session.by, words.today, file)
    const found = rows.map((row) => ({ row, claim: find(row) }))
    const both = contradictions(
      found.map(({ row, claim }) => ({ id: claim?.id, answer: row.answer, row: row.notes.number })),
    )
    const stateOf = tx.prepare<{ state: ClaimState }>('SELECT state FROM claims WHERE id = ?')
    const first = new Map<string, number>()
    for (const { row, claim } of found) tally.book(row.notes, decide(row, claim))
    return summary(told, reopened)

    function decide(row: ClaimResultRow, claim: FoundClaim | undefined): RowOutcome {
      const { notes, answer } = row
      if (claim === undefined) return 'refused'
      const others = both.get(claim.id)
      if (others !== undefined) {
        notes.refuse('result.both', undefined, { who: `申领 ${claim.number} `, rows: others.join('、') })
        return 'refused'
      }
      if (row.amountFen !== undefined && row.amountFen !== claim.amountFen)
        notes.warn('result.amount-differs', undefined, {
          value: formatYuan(row.amountFen),
          number: claim.number,
          before: formatYuan(claim.amountFen),
        })
      const { outcome } = answer
      if (outcome === 'waiting') {
        notes.warn('result.waiting', undefined, { value: answer.text })
        return 'same'
      }
      const said = { claimId: claim.id, outcome, on: answer.on, reason: answer.reason }
      const taken = taker({ ...said, source: session.sourceOf(notes.number) })
      const key = JSON.stringify(said)
      if (taken.do === 'same') {
        const before = first.get(key)
        if (before !== undefined) notes.warn('row.repeated', undefined, { row: before })
        return 'same'
      }
      if (taken.do === 'refused') {
        notes.refuse(taken.code, undefined, { number: taken.number })
        return 'refused'
      }
      first.set(key, notes.number)
      for (const code of taken.remarks) notes.warn(code, undefined, { number: taken.number })
      told[outcome] += 1
      const now = stateOf.get(claim.id)?.state ?? claim.state
      if (tally.wantsChanges)
        tally.change({
          row: notes.number,
          who: claim.name ?? '',
          field: `申领 ${claim.number}`,
          before: CLAIM_STATE_TEXT[claim.state],
          after: `${CLAIM_STATE_TEXT[now]}（${OUTSIDE_STATE_TEXT[outcome]}${answer.reason === '' ? '' : `：${answer.reason}`}）`,
        })
      if (outcome === 'rejected' && taken.moved) reopened += 1
      return taken.moved ? 'changed' : 'new'
    }
  }
  return { grows: [], take, finish }
}

function summary(told: Readonly<Record<OutsideOutcome, number>>, reopened: number): string[] {
  const parts = [
    told.accepted > 0 ? `对方受理 ${told.accepted} 份` : '',
    told.rejected > 0 ? `对方退回 ${told.rejected} 份（其中 ${reopened} 份已重新打开，待改正后再报送）` : '',
    told.paid > 0 ? `对方已发放 ${told.paid} 份` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? [] : [`${parts.join('，')}。`]
}

/** The one claim that a row means; where there is none, or more, the row is refused with the reason. */
function claimFinder(session: ImportSession): (row: ClaimResultRow) => FoundClaim | undefined {
  const { tx } = session
  const byNumber = tx.prepare<FoundClaim>(
    `${CLAIM} WHERE c.number = ? ORDER BY c.deleted_at IS NOT NULL, c.id`,
  )
  const byPerson = tx.prepare<FoundClaim>(
    `${CLAIM} WHERE c.person_id = ? AND c.deleted_at IS NULL
       AND (? IS NULL OR c.benefit IN (SELECT value FROM json_each(?))) AND (? IS NULL OR c.period = ?)`,
  )
  const people = peopleByIdNumber(tx)
  const benefitsOf = benefitReader(session)
  return (row) => {
    const { notes, number, idNumber } = row
    if (number !== null) {
      const claim = byNumber.get(number)
      if (claim === undefined) notes.refuse('claim.unknown-number', undefined, { value: number })
      else if (claim.withdrawn === 1) notes.refuse('claim.withdrawn', undefined, { value: number })
      else if (isOther(claim, row))
        notes.refuse('claim.other-person', undefined, {
          number,
          who: idNumber === undefined ? row.name : maskId(idNumber),
        })
      return notes.refused ? undefined : claim
    }
    if (idNumber === undefined) {
      notes.refuse('row.no-identity')
      return undefined
    }
    const who = maskId(idNumber)
    const person = people([idNumber]).get(idNumber)
    if (person === undefined) {
      notes.refuse('person.not-in-roster', undefined, { who })
      return undefined
    }
    if (row.name !== '' && nameKey(row.name) !== nameKey(person.name)) {
      notes.refuse('person.other-name', undefined, { who, before: person.name, name: row.name })
      return undefined
    }
    const benefits = benefitsOf(row.benefit, notes)
    if (notes.refused) return undefined
    const chosen = benefits === undefined ? null : JSON.stringify(benefits)
    const period = row.period ?? null
    const claims = byPerson.all(person.id, chosen, chosen, period, period)
    const [claim] = claims
    const what = [row.benefit, row.period].filter((part) => part !== undefined).join(' ')
    if (claim === undefined) notes.refuse('claim.not-found', undefined, { who, what: what && `“${what}”` })
    else if (claims.length > 1)
      notes.refuse('claim.ambiguous', undefined, { who, what: what && `“${what}”`, count: claims.length })
    return claims.length === 1 ? claim : undefined
  }
}

/** Whether the row's own words name somebody else than the claim's person. */
function isOther(claim: FoundClaim, row: ClaimResultRow): boolean {
  if (row.idNumber !== undefined && claim.idNumber !== null) return row.idNumber !== claim.idNumber
  // An agent's or employer's list may name the agent.
  if (claim.beneficiaryKind !== 'person') return false
  return row.name !== '' && claim.name !== null && nameKey(row.name) !== nameKey(claim.name)
}

/** The benefits that a cell names by id or by name, which several documents may share; one that none has refuses the row. */
function benefitReader(
  session: ImportSession,
): (text: string | undefined, notes: RowNotes) => readonly string[] | undefined {
  const byName = new Map<string, Set<string>>()
  const fold = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/[\s\-—]/gu, '')
      .toUpperCase()
  for (const [id, name] of session.benefits())
    for (const text of [name, id, `${id}${name}`])
      byName.set(fold(text), (byName.get(fold(text)) ?? new Set()).add(id))
  return (text, notes) => {
    if (text === undefined) return undefined
    const ids = byName.get(fold(text))
    if (ids === undefined) notes.refuse('benefit.unknown', 'benefit', { value: text })
    return ids && [...ids]
  }
}
