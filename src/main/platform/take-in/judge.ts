/**
 * What is not accepted, and why: pure. Everything kept under one person key is judged together, since the same person may
 * stand in the ledgers of several offices, and an entitlement is granted once in the province.
 */
import { parseDate } from '../../../shared/domain/dates.ts'
import { readIdNumber } from '../../../shared/domain/id-number.ts'
import { ID_FAULT_TEXT } from '../../../shared/text/field-faults.ts'
import type { Fields, FoldedRecord } from './changes.ts'

export type Finding = {
  readonly tbl: string
  readonly rowId: string
  readonly claimId: string | null
  readonly code: string
  /** Chinese, for the clerk */
  readonly message: string
}

/** What the judge has to know of the world. */
export type JudgeWorld = {
  /** 'YYYY-MM-DD', Asia/Shanghai */
  readonly today: string
  readonly isKnownCounty: (code: string) => boolean
  /** name of the benefit, undefined where no pack knows it */
  readonly benefitName: (id: string) => string | undefined
  readonly officeName: (node: string) => string
}

/** One person (or body) of a group: the root record and what hangs on it. */
export type Subject = { readonly id: string; readonly records: readonly FoldedRecord[] }

/** Claims that no longer ask for anything. */
const OVER: ReadonlySet<unknown> = new Set(['refused', 'withdrawn'])

export type Judgement = {
  readonly findings: readonly Finding[]
  /** claims that stand: neither refused here, nor withdrawn or marked as deleted */
  readonly standing: ReadonlySet<string>
}

/**
 * Judges the subjects of one person key. `taken`: ordinal of the bundle with which a claim was accepted before; who was
 * first keeps the entitlement, the other is told who has it.
 */
export function judge(
  subjects: readonly Subject[],
  taken: ReadonlyMap<string, number>,
  world: JudgeWorld,
): Judgement {
  const findings: Finding[] = []
  const standing = new Set<string>()
  const people = new Map<string, boolean>()
  const claims: { record: FoldedRecord; subject: Subject }[] = []
  for (const subject of subjects)
    for (const one of subject.records) {
      if (isDeleted(one)) continue
      if (one.tbl === 'people') people.set(one.rowId, !push(findings, personFaults(one, world)))
      else if (one.tbl === 'spells') push(findings, workFaults(one, world))
      else if (one.tbl === 'claims') claims.push({ record: one, subject })
    }
  for (const subject of subjects)
    for (const one of subject.records)
      if (one.tbl === 'spells' && !isDeleted(one) && !people.has(String(one.fields.person_id)))
        findings.push(
          finding(
            one,
            'work.person-unknown',
            '这条务工经历的人员没有上报过。请把该人员一并放进交换文件再报。',
          ),
        )
  if (claims.length === 0) return { findings, standing }
  const asking = claims.filter(({ record }) => !OVER.has(record.fields.state))
  const holders = entitlementHolders(subjects)
  const order = (record: FoldedRecord) => taken.get(record.rowId) ?? Number.MAX_SAFE_INTEGER
  asking.sort((a, b) => order(a.record) - order(b.record) || (a.record.hlc < b.record.hlc ? -1 : 1))
  for (const { record, subject } of asking) {
    const faults = [...claimFaults(record, people, world)]
    const keys = entitlementsOf(record.rowId, subject)
    if (faults.length === 0) faults.push(...takenElsewhere(record, keys, holders, world))
    if (push(findings, faults)) continue
    standing.add(record.rowId)
    for (const key of keys) if (!holders.has(key)) holders.set(key, { node: record.node, claim: record })
  }
  return { findings, standing }
}

export function isDeleted({ fields }: FoldedRecord): boolean {
  return typeof fields.deleted_at === 'string'
}

function personFaults(one: FoldedRecord, world: JudgeWorld): Finding[] {
  const { fields } = one
  const faults: Finding[] = []
  const number = text(fields, 'id_number')
  const birth = text(fields, 'birth_date')
  if (number !== undefined) {
    const read = readIdNumber(number, { today: world.today })
    if (!read.ok) faults.push(finding(one, 'person.id-number', ID_FAULT_TEXT[read.fault]))
    else if (birth !== undefined && parseDate(birth) !== undefined && birth !== read.birth)
      faults.push(
        finding(
          one,
          'person.birth-date',
          `出生日期 ${birth} 与身份证号里的 ${read.birth} 不同。请核对后改正其中一个。`,
        ),
      )
  }
  if (birth !== undefined && (parseDate(birth) === undefined || birth > world.today))
    faults.push(
      finding(one, 'person.birth-date', `出生日期“${birth}”不可能。请改成真实日期，如 1990-05-01。`),
    )
  return [...faults, ...countyFaults(one, 'home_county', 'person.county', '户籍所在县', world)]
}

function workFaults(one: FoldedRecord, world: JudgeWorld): Finding[] {
  const from = text(one.fields, 'from_date')
  const to = text(one.fields, 'to_date')
  const faults = countyFaults(one, 'county', 'work.county', '务工所在县', world)
  const bad = [from, to].find((day) => day !== undefined && parseDate(day) === undefined)
  if (bad !== undefined)
    faults.push(finding(one, 'work.dates', `务工日期“${bad}”不是日期。请写成 2022-03-01 的样子。`))
  else if (from !== undefined && from > world.today)
    faults.push(finding(one, 'work.dates', `务工开始日期 ${from} 还没有到。请核对。`))
  else if (from !== undefined && to !== undefined && to < from)
    faults.push(finding(one, 'work.dates', `务工结束日期 ${to} 早于开始日期 ${from}。请核对。`))
  return faults
}

function countyFaults(
  one: FoldedRecord,
  column: string,
  code: string,
  label: string,
  world: JudgeWorld,
): Finding[] {
  const county = text(one.fields, column)
  if (county === undefined || world.isKnownCounty(county)) return []
  return [finding(one, code, `${label}代码“${county}”不在行政区划表里。请改成 6 位的县级代码。`)]
}

function* claimFaults(
  one: FoldedRecord,
  people: ReadonlyMap<string, boolean>,
  world: JudgeWorld,
): Generator<Finding> {
  const { fields } = one
  const person = text(fields, 'person_id')
  if (person !== undefined) {
    const good = people.get(person)
    if (good === undefined)
      yield finding(one, 'claim.person-unknown', '这份申领的人员没有上报过。请把该人员一并放进交换文件再报。')
    else if (!good)
      yield finding(
        one,
        'claim.person-refused',
        '这份申领的人员没有通过核对（见人员的退回原因）。请先改正人员再报。',
      )
  }
  const benefit = text(fields, 'benefit') ?? ''
  if (world.benefitName(benefit) === undefined)
    yield finding(
      one,
      'claim.benefit',
      `补贴项目“${benefit}”在现行政策里没有。请先安装最新的政策包，或核对项目代码。`,
    )
  const amount = fields.amount_fen
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount <= 0)
    yield finding(
      one,
      'claim.amount',
      `申领金额（${String(amount)} 分）不对：要大于 0，且是整数分。请核对标准后重新生成申领。`,
    )
  for (const column of ['as_of', 'qualifying_on']) {
    const day = text(fields, column)
    if (day !== undefined && parseDate(day) === undefined)
      yield finding(one, 'claim.dates', `申领里的日期“${day}”不是日期。请核对。`)
  }
}

type Holder = { readonly node: string; readonly claim?: FoldedRecord; readonly grantedOn?: string }

/** Grants hold their key before any claim does. */
function entitlementHolders(subjects: readonly Subject[]): Map<string, Holder> {
  const holders = new Map<string, Holder>()
  const grants = subjects
    .flatMap(({ records }) => records)
    .filter((one) => one.tbl === 'grants' && !isDeleted(one))
    .sort((a, b) => (a.hlc < b.hlc ? -1 : 1))
  for (const grant of grants) {
    const key = text(grant.fields, 'entitlement_key')
    if (key !== undefined && !holders.has(key))
      holders.set(key, { node: grant.node, grantedOn: text(grant.fields, 'granted_on') ?? '' })
  }
  return holders
}

function entitlementsOf(claimId: string, { records }: Subject): string[] {
  return records
    .filter((one) => one.tbl === 'claim_entitlements' && one.fields.claim_id === claimId && !isDeleted(one))
    .map(({ fields }) => text(fields, 'entitlement_key') ?? '')
    .filter((key) => key !== '')
}

/** An office's own second claim or grant is that ledger's own matter, which it has refused or held itself. */
function* takenElsewhere(
  claim: FoldedRecord,
  keys: readonly string[],
  holders: ReadonlyMap<string, Holder>,
  world: JudgeWorld,
): Generator<Finding> {
  for (const key of keys) {
    const holder = holders.get(key)
    if (holder === undefined || holder.node === claim.node) continue
    const period = key.split('|')[2] ?? ''
    const name = world.benefitName(text(claim.fields, 'benefit') ?? '') ?? ''
    const what = `${name}${period === '' ? '' : `（${period}）`}`
    const office = world.officeName(holder.node)
    yield holder.grantedOn !== undefined
      ? finding(
          claim,
          'claim.granted-elsewhere',
          `${what}已由“${office}”于 ${holder.grantedOn} 发放给同一人，不能再申领。请与“${office}”核对；确系重复的，撤回这份申领。`,
        )
      : finding(
          claim,
          'claim.claimed-elsewhere',
          `“${office}”已为同一人申领${what}（编号 ${text(holder.claim?.fields ?? {}, 'number') ?? ''}）。请与“${office}”商定由谁办理，另一份撤回。`,
        )
    return
  }
}

function finding({ tbl, rowId }: FoldedRecord, code: string, message: string): Finding {
  return { tbl, rowId, claimId: tbl === 'claims' ? rowId : null, code, message }
}

/** Adds them; true where there were any. */
function push(findings: Finding[], more: readonly Finding[]): boolean {
  findings.push(...more)
  return more.length > 0
}

function text(fields: Fields, column: string): string | undefined {
  const value = fields[column]
  return typeof value === 'string' && value !== '' ? value : undefined
}
