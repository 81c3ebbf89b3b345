/** Claims in all states of their life, and result workbooks of another system about them. */
import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import type { ImportResult } from '../../../src/shared/contract/imports.ts'
import { claimsDesk } from '../claims/claims-desk.ts'
import { exportDesk } from '../export/export-desk.ts'
import { workbookOf } from './import-desk.ts'
import { inventedId } from './invented-people.ts'

export const HEADER = [
  '序号',
  '申领编号',
  '姓名',
  '身份证号',
  '项目',
  '期间',
  '处理结果',
  '退回原因',
  '处理日期',
]

/** One line of a result list; what is left out is blank. */
export type Line = {
  number?: string
  name?: string
  id?: string
  benefit?: string
  period?: string
  result?: string
  reason?: string
  on?: string
}

export async function resultsDesk() {
  const desk = await exportDesk()
  const claims = claimsDesk(desk.ledger)
  return {
    ...desk,
    claims,
    /** claims of JH-16 of as many people, 3000 yuan each, reviewed and waiting to be batched */
    reviewed(count: number): string[] {
      const made = claims.claims(count)
      const persons = made.map(
        (id) => desk.rows<{ p: string }>('SELECT person_id AS p FROM claims WHERE id = ?', id)[0]?.p ?? '',
      )
      claims.write((tx) => {
        persons.forEach((id, at) => {
          tx.update(people, id, { idNumber: inventedId(at) })
        })
      })
      claims.review(made)
      return made
    },
    batch: (members: readonly string[]): string =>
      claims.write((tx) =>
        createBatch(claims.context(), tx, {
          benefit: 'JH-16',
          fund: 'employment-promotion',
          budgetLineId: null,
          title: '2022年稳岗补贴',
          period: '2022',
          scope: null,
          ids: [...members],
        }),
      ).result.batchId,
    view: (id: string) => claimView(desk.ledger.reader, id, new Map([['JH-16', '稳岗补贴']])),
    /** what of the claims must not depend on the order of files */
    states: () =>
      desk.rows(
        `SELECT number, state, step, due_on AS dueOn, batch_id AS batchId, outside_state AS outside FROM claims
         WHERE deleted_at IS NULL ORDER BY number`,
      ),
    take: async (lines: readonly Line[], name?: string): Promise<ImportResult> => {
      const cells = [HEADER, ...lines.map((line, at) => rowOf(line, at))]
      return desk.run(await workbookOf(cells, {}, name ?? '结果_all.xlsx'))
    },
  }
}

function rowOf(line: Line, at: number): (string | number)[] {
  const { number, name, id, benefit, period, result, reason, on } = line
  return [at + 1, ...[number, name, id, benefit, period, result, reason, on].map((text) => text ?? '')]
}

/** Number of the nth claim of `reviewed`. */
export const numberOf = (at: number) => `JH16-2022-7F3A-${String(at + 1).padStart(6, '0')}`
