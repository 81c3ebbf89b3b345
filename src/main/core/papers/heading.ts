import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { PAPER_KIND_SPECS, type PaperKind } from '../../../shared/domain/papers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { DAY_KIND_TEXT, STEP_LEVEL_TEXT } from '../../../shared/text/claims.ts'
import { FUND_TEXT } from '../../../shared/text/policy.ts'
import { type Batch, findBatch, stepOfBatch } from '../claims/batch/batch-record.ts'
import { listPublicLists } from '../claims/batch/public-lists.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PaperHeader } from '../forms/paper-fields.ts'
import type { Actor } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { type PaperClaim, periodText, wordsOfPeriod } from './claims-on-paper.ts'
import { placeOf } from './grouping.ts'
import { personKey } from './lines.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** What all papers of one order have in common. */
export type Heading = {
  readonly kind: PaperKind
  readonly batch: Batch | undefined
  readonly common: PaperHeader
}

/**
 * Reads office, batch and public list once for an order.
 * @throws Refusal `papers.not-cleared` where a certificate is asked for and objections may still come, `batches.not-found`
 */
export function readHeading(
  ledger: Reading,
  kind: PaperKind,
  batchId: string | undefined,
  today: string,
  actor: Pick<Actor, 'name' | 'officerId'>,
): Heading {
  const office = readOffice(ledger)
  const batch = batchId === undefined ? undefined : findBatch(ledger, batchId)
  return {
    kind,
    batch,
    common: {
      office: office.office || undefined,
      officePhone: office.phone || undefined,
      // Who sits at the desk; an office without sign-in names one person in its settings.
      officer: actor.officerId === undefined ? office.officer || undefined : actor.name,
      filledOn: today,
      ...(batch === undefined ? {} : batchParts(ledger, batch)),
      ...publicity(ledger, kind, batch, today, office.phone),
    },
  }
}

function batchParts(ledger: Reading, batch: Batch): PaperHeader {
  const line =
    batch.budgetLineId === null
      ? undefined
      : (ledger
          .prepare<string>('SELECT name FROM budget_lines WHERE id = ?')
          .pluck()
          .get(batch.budgetLineId) as string | undefined)
  const payment = ledger
    .prepare<{ number: string; madeAt: string; sha256: string }>(
      `SELECT number, made_at AS madeAt, sha256 FROM payment_files
       WHERE batch_id = ? AND deleted_at IS NULL ORDER BY number DESC LIMIT 1`,
    )
    .get(batch.id)
  return {
    batch: {
      number: batch.number,
      title: batch.title,
      fund: FUND_TEXT[batch.fund],
      budgetLine: line,
      createdOn: shanghaiDay(batch.createdAt),
      createdBy: batch.createdBy,
      step: stepOfBatch(batch)?.name ?? '已全部办结',
    },
    ...(payment === undefined
      ? {}
      : {
          payment: {
            number: payment.number,
            madeOn: shanghaiDay(payment.madeAt),
            sha256: payment.sha256,
          },
        }),
  }
}

function publicity(
  ledger: Reading,
  kind: PaperKind,
  batch: Batch | undefined,
  today: string,
  phone: string,
): Pick<PaperHeader, 'publicity'> {
  const { level } = PAPER_KIND_SPECS[kind]
  if (batch === undefined || (level === undefined && kind !== 'no-objection')) return {}
  const lists = listPublicLists(ledger, today, { batchId: batch.id })
  const ofLevel = lists.find((one) => one.level === level)
  // An office that posts once, at one level, prints that same posting for each village.
  const list = ofLevel ?? lists[0]
  if (kind === 'no-objection') {
    if (list === undefined || list.to >= today || list.openObjections > 0) {
      throw new Refusal(
        'papers.not-cleared',
        list === undefined
          ? `批次 ${batch.number} 还没有公示，不能出具无异议证明。`
          : list.openObjections > 0
            ? `批次 ${batch.number} 还有 ${list.openObjections} 条异议没有处理，不能出具无异议证明。`
            : `批次 ${batch.number} 的公示要到 ${list.to} 为止，期满后才能出具无异议证明。`,
      )
    }
  }
  const shown = level ?? list?.level
  return {
    publicity: {
      level: shown === undefined ? '' : `${STEP_LEVEL_TEXT[shown]}级`,
      poster: undefined,
      place: level === undefined ? list?.place : ofLevel?.place,
      from: list?.from,
      to: list?.to,
      days: list === undefined ? undefined : `${list.days} ${DAY_KIND_TEXT[list.dayKind]}`,
      phone: list?.phone ?? (phone || undefined),
      objections: list?.objections.length,
      clearedOn: list?.clearedAt ? shanghaiDay(list.clearedAt) : undefined,
    },
  }
}

/** The heading of one paper: what its claims add up to, whose they are. */
export function headerOf(
  ledger: Reading,
  heading: Heading,
  group: string,
  claims: readonly PaperClaim[],
  serial: string,
): PaperHeader {
  const { batch, common, kind } = heading
  const first = claims[0]
  const names = [...new Set(claims.map((claim) => claim.trace.benefitName))]
  const benefit = names.length === 1 ? names[0] : names.length === 0 ? undefined : `${names.length} 项补贴`
  const periods = [...new Set(claims.map((claim) => periodText(claim)))]
  const documents = new Set(claims.map(({ trace }) => trace.docNumber ?? trace.docTitle))
  const clauses = new Set(claims.map(({ trace }) => trace.clause))
  const standards = new Set(claims.map(({ trace }) => trace.amountText))
  const numbers = claims.map((claim) => claim.number).toSorted()
  const place = placeHeading(kind, group, claims)
  return {
    ...common,
    serial,
    code: batch?.number ?? serial,
    group: group || (claims.length > 0 ? '全部' : undefined),
    subject: [place, batch?.title || benefit].filter(Boolean).join(' '),
    benefit,
    document: documents.size === 1 ? [...documents][0] : undefined,
    clause: documents.size === 1 && clauses.size === 1 ? [...clauses][0] : undefined,
    standard: standards.size === 1 ? [...standards][0] : undefined,
    period: batch?.period ? wordsOfPeriod(batch.period) : periods.length === 1 ? periods[0] : undefined,
    count: claims.length,
    people: new Set(claims.map(personKey)).size,
    amount: claims.reduce((sum, claim) => sum + claim.amountFen, 0),
    firstNumber: numbers[0],
    lastNumber: numbers.at(-1),
    villages: new Set(claims.map((claim) => placeOf(claim, 'village'))).size,
    organisation: first === undefined ? undefined : organisationOf(ledger, kind, group, first),
    ...(common.publicity
      ? { publicity: { ...common.publicity, poster: posterOf(kind, group, common, claims) } }
      : {}),
  }
}

function placeHeading(kind: PaperKind, group: string, claims: readonly PaperClaim[]): string {
  if (group !== '') return group
  // A summary by village is of one township where all come from one.
  const townships = new Set(claims.map(({ township }) => township))
  return kind === 'summary-township' && townships.size === 1 ? ([...townships][0] ?? '') : ''
}

/** Whose stamp stands on a public list, as far as the place's name says. */
function posterOf(
  kind: PaperKind,
  group: string,
  common: PaperHeader,
  claims: readonly PaperClaim[],
): string | undefined {
  const level = PAPER_KIND_SPECS[kind].level
  if (level === 'county') return common.office
  const one = claims[0]
  if (group === '' || one === undefined) {
    return common.publicity?.level === `${STEP_LEVEL_TEXT.county}级` ? common.office : undefined
  }
  if (level === 'township') {
    if (one.township === null) return undefined
    return `${one.township}${one.township.endsWith('街道') ? '办事处' : '人民政府'}`
  }
  if (one.village === null) return undefined
  const committee = /社区$/.test(one.village)
    ? '居民委员会'
    : one.village.endsWith('村')
      ? '民委员会'
      : '村民委员会'
  return `${one.township ?? ''}${one.village}${committee}`
}

function organisationOf(
  ledger: Reading,
  kind: PaperKind,
  group: string,
  claim: PaperClaim,
): PaperHeader['organisation'] {
  if (kind !== 'agent-claim' && kind !== 'employer-claim') return undefined
  const ofBeneficiary = claim.beneficiaryKind === 'employer' || claim.beneficiaryKind === 'agent'
  const id = ofBeneficiary ? claim.beneficiaryId : claim.facts.work?.employerId
  const table = ofBeneficiary && claim.beneficiaryKind === 'agent' ? 'agents' : 'employers'
  const found = ledger
    .prepare<{
      name: string
      creditCode: string | null
      address: string | null
      contact: string | null
      phone: string | null
      bank: string | null
      account: string | null
    }>(
      `SELECT name, credit_code AS creditCode, ${table === 'employers' ? 'address' : 'NULL AS address'}, contact, phone,
         bank_name AS bank, bank_account AS account FROM ${table} WHERE id = ?`,
    )
    .get(id ?? '')
  return {
    name: found?.name ?? group,
    creditCode: found?.creditCode ?? undefined,
    address: found?.address ?? undefined,
    contact: found?.contact ?? undefined,
    phone: found?.phone ?? undefined,
    bank: found?.bank ?? undefined,
    account: found?.account ?? undefined,
  }
}
