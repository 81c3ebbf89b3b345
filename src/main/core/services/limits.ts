/** 限制条件: what holds each of them, and what the checks of posts find in the ledger. */
import type { FindingView, LimitView } from '../../../shared/contract/duties.ts'
import { type DayNumber, dayOf, formatDate } from '../../../shared/domain/dates.ts'
import type { LimitCheck } from '../../../shared/domain/duties.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { LIMIT_CARRIER_TEXT, LIMIT_CHECK_TEXT } from '../../../shared/text/duties.ts'
import { onePostPerPerson } from '../checks/one-post-per-person.ts'
import { postContractMonths } from '../checks/post-contract-months.ts'
import type { DatedMost, PostFact, PostFinding } from '../checks/post-facts.ts'
import type { PackDocument, PackLimit } from '../policy/pack.ts'
import { PLACE, type RegionRule } from '../policy/regions.ts'
import type { Regions } from '../registry/regions.ts'
import { type OfficeReading, rowsOf } from './document-rows.ts'
import type { Reading } from './evidence.ts'

/** A post with what is shown of it. */
interface Post extends PostFact {
  readonly personName: string
  readonly idNumber: string | null
  readonly employer: string
  readonly place: string | null
  readonly toState: string | null
}

interface Found {
  readonly limit: PackLimit
  readonly check: LimitCheck
  readonly finding: PostFinding
  readonly posts: readonly Post[]
}

/** How a check goes over the posts of one person. */
const CHECKS: Readonly<
  Record<LimitCheck, (posts: readonly PostFact[], limit: DatedMost, asOf: DayNumber) => PostFinding[]>
> = {
  'one-post-per-person': onePostPerPerson,
  'post-contract-months': postContractMonths,
}

const MOST_TEXT: Readonly<Record<LimitCheck, (most: number) => string>> = {
  'one-post-per-person': (most) => `同一时间最多 ${most} 个岗位`,
  'post-contract-months': (most) => `一次最长签 ${most} 个月`,
}

/** Every limit of the documents in force on `asOf`, with how many findings each of its checks has. */
export function listLimits(office: OfficeReading, ledger: Reading, asOf: string): LimitView[] {
  const found = allFindings(office, ledger, asOf)
  return rowsOf(office.packs, 'limit').map(({ row, document }) => ({
    id: row.id,
    doc: document.id,
    docTitle: document.title,
    clause: row.clause,
    name: row.name,
    wording: row.wording,
    carriedBy: row.carriedBy ?? null,
    carriedText: row.carriedBy === undefined ? null : LIMIT_CARRIER_TEXT[row.carriedBy],
    checks: row.checks.map(({ check, most }) => {
      const own = found.filter((one) => one.limit.id === row.id && one.check === check)
      const certain = own.filter(({ finding }) => finding.certainty === 'certain').length
      return {
        check,
        text: LIMIT_CHECK_TEXT[check],
        mostText: MOST_TEXT[check](mostOn(most, asOf)),
        certain,
        possible: own.length - certain,
      }
    }),
  }))
}

/** The findings, certain ones first, then by person. */
export function listFindings(
  office: OfficeReading,
  ledger: Reading,
  input: {
    asOf: string
    /** only of this limit */
    row?: string | undefined
    check?: LimitCheck | undefined
    certainty?: 'certain' | 'possible' | undefined
    offset: number
    rows: number
  },
  regions: Regions,
): { total: number; rows: FindingView[] } {
  const found = allFindings(office, ledger, input.asOf)
    .filter(
      (one) =>
        (input.row === undefined || one.limit.id === input.row) &&
        (input.check === undefined || one.check === input.check) &&
        (input.certainty === undefined || one.finding.certainty === input.certainty),
    )
    .sort((a, b) => order(a) - order(b))
  return {
    total: found.length,
    rows: found.slice(input.offset, input.offset + input.rows).map((one) => findingView(one, regions)),
  }
}

const order = ({ finding }: Found) => (finding.certainty === 'certain' ? 0 : 1)

function allFindings(office: OfficeReading, ledger: Reading, asOf: string): Found[] {
  const limits = rowsOf(office.packs, 'limit').filter(({ row }) => row.checks.length > 0)
  if (limits.length === 0) return []
  const people = postsByPerson(ledger, asOf)
  return limits.flatMap(({ row, document }) => findingsOf(row, document, office, people, asOf))
}

function findingsOf(
  row: PackLimit,
  document: PackDocument,
  office: OfficeReading,
  people: ReadonlyMap<string, readonly Post[]>,
  asOf: string,
): Found[] {
  const territory = office.place(document, undefined)
  const day = dayOf(asOf)
  const found: Found[] = []
  for (const { check, most } of row.checks) {
    for (const entry of most) {
      const limit: DatedMost = {
        from: dayOf(entry.from),
        to: Math.min(entry.to === undefined ? document.inForce.to : dayOf(entry.to), document.inForce.to),
        most: entry.value,
      }
      for (const all of people.values()) {
        const posts = all.filter((post) => territory.test(post.place ?? undefined) !== PLACE.no)
        for (const finding of CHECKS[check](posts, limit, day))
          found.push({ limit: row, check, finding: known(finding, posts, territory), posts })
      }
    }
  }
  return found
}

/** Where a post's place is not known, neither is whether the document speaks of it. */
function known(finding: PostFinding, posts: readonly Post[], territory: RegionRule): PostFinding {
  const sure = finding.posts.every(
    ({ id }) => territory.test(posts.find((post) => post.id === id)?.place ?? undefined) === PLACE.yes,
  )
  return sure ? finding : { ...finding, certainty: 'possible' }
}

function mostOn(most: PackLimit['checks'][number]['most'], asOf: string): number {
  const [first] = most
  if (first === undefined) throw new Error('a dated value without an entry')
  return (most.filter(({ from }) => from <= asOf).at(-1) ?? first).value
}

/** Public-welfare posts begun by `asOf`, by person. */
function postsByPerson(ledger: Reading, asOf: string): Map<string, Post[]> {
  const rows = ledger
    .prepare<{
      id: string
      personId: string
      personName: string
      idNumber: string | null
      employer: string | null
      place: string | null
      from: string
      toState: string | null
      to: string | null
      contractState: string | null
      contractFrom: string | null
      contractTo: string | null
    }>(
      `SELECT s.id, s.person_id AS personId, p.name AS personName, p.id_number AS idNumber,
         coalesce(e.name, s.employer_text) AS employer, coalesce(s.county, p.home_county) AS place,
         s.from_date AS "from", s.to_state AS toState, s.to_date AS "to", s.contract_state AS contractState,
         s.contract_from AS contractFrom, s.contract_to AS contractTo
       FROM spells s JOIN people p ON p.id = s.person_id LEFT JOIN employers e ON e.id = s.employer_id
       WHERE s.deleted_at IS NULL AND s.post_kind <> 'ordinary' AND s.post_kind = 'public-welfare' AND s.from_date <= ?
       ORDER BY p.pinyin, p.id, s.from_date, s.id`,
    )
    .all(asOf)
  const people = new Map<string, Post[]>()
  for (const row of rows) {
    const post: Post = {
      id: row.id,
      personId: row.personId,
      personName: row.personName,
      idNumber: row.idNumber,
      employer: row.employer ?? '单位未填',
      place: row.place,
      toState: row.toState,
      from: dayOf(row.from),
      to: row.to !== null ? dayOf(row.to) : row.toState === 'open' ? null : undefined,
      contract:
        row.contractState === null
          ? undefined
          : row.contractState === 'no'
            ? null
            : {
                from: row.contractFrom === null ? undefined : dayOf(row.contractFrom),
                to: row.contractTo === null ? undefined : dayOf(row.contractTo),
              },
    }
    people.set(row.personId, [...(people.get(row.personId) ?? []), post])
  }
  return people
}

function findingView({ limit, check, finding, posts }: Found, regions: Regions): FindingView {
  const concerned = finding.posts.map((fact) => {
    const post = posts.find(({ id }) => id === fact.id)
    if (post === undefined) throw new Error('a finding names a post that was not looked at')
    return post
  })
  const [first] = concerned
  if (first === undefined) throw new Error('a finding without a post')
  return {
    limit: limit.id,
    clause: limit.clause,
    check,
    certainty: finding.certainty,
    personId: finding.personId,
    personName: first.personName,
    idMasked: first.idNumber === null ? null : maskId(first.idNumber),
    posts: concerned.map((post) => ({
      spellId: post.id,
      employer: post.employer,
      place: post.place === null ? '地点未填' : (regions.fullName(post.place) ?? post.place),
      from: formatDate(post.from),
      to: post.to === undefined ? '不知道' : post.to === null ? '至今' : formatDate(post.to),
    })),
    monthsText: monthsText(finding),
    says: SAYS[check](finding, concerned),
  }
}

function monthsText({ from, to }: PostFinding): string {
  const [first, last] = [
    formatDate(from).slice(0, 7),
    to === undefined ? undefined : formatDate(to).slice(0, 7),
  ]
  if (last === undefined) return `${first} 起`
  return first === last ? first : `${first} 至 ${last}`
}

const SAYS: Readonly<Record<LimitCheck, (finding: PostFinding, posts: readonly Post[]) => string>> = {
  'one-post-per-person': ({ certainty, from, to }, posts) => {
    const names = posts.map(({ employer }) => `“${employer}”`).join('和')
    if (certainty === 'possible' || to === undefined)
      return `可能同时在${names}的公益性岗位：${formatDate(from)} 起是否重叠，要先补上终止日期或地点。`
    return `${formatDate(from)} 至 ${formatDate(to)} 同时在${names}的公益性岗位，只能保留一个。`
  },
  'post-contract-months': ({ certainty, from, to }, posts) => {
    const employer = posts[0]?.employer ?? ''
    const last = formatDate(from - 1)
    if (certainty === 'possible' || to === undefined)
      return `在“${employer}”的岗位没有登记完整的协议起止日期，最迟应签到 ${last}，请补上。`
    return `在“${employer}”的岗位协议签到 ${formatDate(to)}，最迟只能到 ${last}，超过的部分要另签。`
  },
}
