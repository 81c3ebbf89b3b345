import { z } from 'zod'
import { CERTAINTIES, CHECK_IDS, CHECK_LEVELS } from '../domain/checks.ts'
import { CHECK_SEVERITIES, COMPARISON_KINDS } from '../domain/claim-states.ts'
import { fileRef } from './files.ts'
import { dateText, id, job, page, pageInput, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因')
const check = z.enum(CHECK_IDS)
const level = z.enum(CHECK_LEVELS)

export const checkView = z.object({
  check,
  /** 1 to 28 */
  number: z.int(),
  name: z.string(),
  asks: z.string(),
  level,
  /** where the office says nothing */
  usual: level,
  mildest: level,
  gravest: level,
  scopes: z.array(z.enum(['claim', 'batch', 'ledger'])),
  parameters: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['number', 'switch']),
      label: z.string(),
      value: z.int(),
      usual: z.int(),
      least: z.int(),
      most: z.int(),
    }),
  ),
  /** null: as shipped */
  changed: z.object({ by: z.string(), reason: z.string() }).nullable(),
})
export type CheckView = z.infer<typeof checkView>

export const findingView = z.object({
  check,
  checkName: z.string(),
  number: z.int(),
  severity: z.enum(CHECK_SEVERITIES),
  certainty: z.enum(CERTAINTIES),
  text: z.string(),
  claimId: id.nullable(),
  claimNumber: z.string().nullable(),
  batchId: id.nullable(),
  batchNumber: z.string().nullable(),
  personId: id.nullable(),
  personName: z.string().nullable(),
  employerId: id.nullable(),
  employerName: z.string().nullable(),
  benefit: z.string().nullable(),
  evidence: z.string(),
  /** further people and claims concerned */
  others: z.array(z.string()),
  /** the first of them, with names */
  related: z.array(z.object({ kind: z.enum(['person', 'claim']), id, name: z.string() })),
  /** the hold that was opened for just this */
  hold: z
    .object({
      id,
      heldAt: z.string(),
      releasedAt: z.string().nullable(),
      releasedBy: z.string().nullable(),
      releaseReason: z.string().nullable(),
    })
    .nullable(),
})
export type FindingView = z.infer<typeof findingView>

export const checkCount = z.object({
  check,
  checkName: z.string(),
  number: z.int(),
  severity: z.enum(CHECK_SEVERITIES),
  count: z.int(),
  claims: z.int(),
})
export type CheckCount = z.infer<typeof checkCount>

export const checkRunView = z.object({
  asOf: dateText,
  madeAt: z.string(),
  madeBy: z.string(),
  people: z.int(),
  claims: z.int(),
  seconds: z.number(),
  /** the gravest first */
  counts: z.array(checkCount),
  total: z.int(),
})
export type CheckRunView = z.infer<typeof checkRunView>

export const checkRunResult = checkRunView.extend({
  /** the first of them; all of a run over the whole ledger by `checks.findings` */
  findings: z.array(findingView),
})
export type CheckRunResult = z.infer<typeof checkRunResult>

export const comparisonListView = z.object({
  id,
  kind: z.enum(COMPARISON_KINDS),
  name: z.string(),
  givenBy: z.string(),
  asOf: dateText,
  rowCount: z.int(),
  /** people of the ledger in it */
  matches: z.int(),
  importedAt: z.string(),
  importedBy: z.string(),
  /** the file as it came; null: it is not kept here */
  fileName: z.string().nullable(),
})
export type ComparisonListView = z.infer<typeof comparisonListView>

export const listImported = z.object({
  id,
  rows: z.int(),
  matches: z.int(),
  /** rows without a usable ID number, the first of them named */
  refused: z.int(),
  refusedRows: z.array(z.object({ row: z.int(), reason: z.string() })),
  txId: z.string(),
})
export type ListImported = z.infer<typeof listImported>

export const findingsFilter = z.object({
  check: check.optional(),
  severity: z.enum(CHECK_SEVERITIES).optional(),
  benefit: z.string().optional(),
  batchId: id.optional(),
  personId: id.optional(),
  /** part of the text */
  search: z.string().max(60).default(''),
  /** only what stands on a claim, or only what does not */
  onClaim: z.boolean().optional(),
})

export const checks = {
  /** Every check, how grave it is in this office, and who changed it why. */
  catalogue: query('核对规则').input(z.object({})).output(z.array(checkView)),
  saveSetting: write('修改核对规则', 'reviewer')
    .input(z.object({ check, level, parameters: z.record(z.string(), z.int()).default({}), reason }))
    .output(z.object({ id, txId: z.string() })),
  /** Over the whole ledger, one batch, or some claims. A run over the whole ledger is kept until the next. */
  run: job(
    '核对',
    z.object({ batchId: id.optional(), claimIds: z.array(id).min(1).max(50_000).optional() }),
    checkRunResult,
    'viewer',
  ),
  /** The latest run over the whole ledger; null: there was none. */
  latest: query('最近一次核对').input(z.object({})).output(checkRunView.nullable()),
  /** 疑点 of the latest run over the whole ledger. */
  findings: query('疑点清单').input(findingsFilter.extend(pageInput)).output(page(findingView)),
  /** Computed afresh. */
  ofClaim: query('申领的疑点').input(z.object({ id })).output(z.array(findingView)),
  ofBatch: query('批次的疑点')
    .input(z.object({ id, limit: z.int().min(1).max(1000).default(100) }))
    .output(
      z.object({
        /** of those that stand, the gravest first */
        counts: z.array(checkCount),
        total: z.int(),
        /** released by a person */
        released: z.int(),
        /** those that stand, then those that were released */
        findings: z.array(findingView),
      }),
    ),
  /** 核实放行: a person found a doubt to be right; held or not, who and why is recorded. */
  release: write('核实放行疑点', 'reviewer')
    .input(
      z.object({
        claimId: id,
        check,
        /** names the matter, as the finding does */
        evidence: z.string().min(1).max(2000),
        reason: z.string().trim().min(2, '请写明怎么核实的').max(500),
      }),
    )
    .output(z.object({ txId: z.string() })),
  /** Opens the holds that the checks ask for; what was released for the same matter stays released. */
  openHolds: write('按核对结果暂缓')
    .input(
      z.object({
        batchId: id.optional(),
        claimIds: z.array(id).min(1).max(50_000).optional(),
        /** claims that the latest run found by this check */
        check: check.optional(),
      }),
    )
    .output(z.object({ opened: z.int(), txId: z.string().nullable() })),
  lists: query('比对名单').input(z.object({})).output(z.array(comparisonListView)),
  importList: job(
    '导入比对名单',
    z.object({
      token: z.string(),
      kind: z.enum(COMPARISON_KINDS),
      name: z.string().trim().max(80).default(''),
      givenBy: z.string().trim().min(2, '请写明哪个单位提供').max(60),
      asOf: dateText,
      /** the older list whose place it takes, and why */
      replaces: z.object({ id, reason }).optional(),
    }),
    listImported,
  ),
  /** Gives the file as it came. */
  openList: job('取比对名单原件', z.object({ id }), fileRef),
  removeList: write('移除比对名单', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
}
