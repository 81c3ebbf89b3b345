/** What the ledger counts as evidence of each duty, in one year of one document's territory. */
import type { DutyCount } from '../../../shared/domain/duties.ts'
import type { PolicySide } from '../../../shared/domain/policy.ts'
import type { ServiceKind } from '../../../shared/domain/services.ts'
import type { Evidence } from './evidence.ts'

export interface DutyScope {
  /** first and last day that is looked at: of the year, and not after today */
  readonly from: string
  readonly to: string
  /** the territory of the duty's document: GB/T 2260 prefix */
  readonly territory: string
  readonly side: PolicySide
}

/** Evidence of a duty. What the office itself did counts for every document; people's work only within its territory. */
export function dutyEvidence(count: DutyCount, scope: DutyScope): Evidence {
  return EVIDENCE[count](scope)
}

type Maker = (scope: DutyScope) => Evidence

const days = ({ from, to }: DutyScope) => ({ from, to })

/** 服务记录 of one kind. */
function records(kind: ServiceKind): Maker {
  return (scope) => ({
    kind: 'record',
    figure: 'weight',
    params: { ...days(scope), kind },
    sql: `SELECT r.id, r.id AS unit, r.on_date AS day, r.county AS place, 1 AS weight, 1 AS met, r.person_id AS personId,
        coalesce(p.name, e.name, r.title) AS name, coalesce(r.note, r.title) AS detail
      FROM service_records r LEFT JOIN people p ON p.id = r.person_id LEFT JOIN employers e ON e.id = r.employer_id
      WHERE r.kind = @kind AND r.deleted_at IS NULL AND r.on_date >= @from AND r.on_date <= @to`,
  })
}

const stations =
  (only: string): Maker =>
  (scope) => ({
    kind: 'station',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT id, id AS unit, opened_on AS day, county AS place, 1 AS weight, 1 AS met, NULL AS personId, name,
        NULL AS detail
      FROM stations WHERE deleted_at IS NULL ${only} AND (opened_on IS NULL OR opened_on <= @to)
        AND (closed_on IS NULL OR closed_on >= @from)`,
  })

/** Where a spell is judged to be for a document: host documents speak of work there, documents of origin of people from there. */
const place = (side: PolicySide) => (side === 'origin' ? 'coalesce(p.home_county, s.county)' : 's.county')

/**
 * Spells whose columns meet `only` (over `s`); `day` is what dates them. `during`: those that go on at some time of the
 * year, counted by person, where `met` says which of them count; otherwise those dated within it, each counted.
 */
function spells(only: string, how: { during: true; met?: string } | { day: string }): Maker {
  return (scope) => {
    const during = 'during' in how
    // The person is of no interest to a count of work in the territory, so that it need not be looked up.
    const where = during ? 'coalesce(s.county, p.home_county)' : place(scope.side)
    return {
      kind: 'person',
      figure: during ? 'units' : 'weight',
      params: { ...days(scope), first: scope.territory, after: `${scope.territory}\u{10ffff}` },
      sql: `SELECT s.person_id AS id, ${during ? 's.person_id' : 's.id'} AS unit, ${during ? 's.from_date' : how.day} AS day,
          ${where} AS place, 1 AS weight, ${(during && how.met) || '1'} AS met, s.person_id AS personId, p.name,
          coalesce(e.name, s.employer_text) AS detail
        FROM spells s JOIN people p ON p.id = s.person_id LEFT JOIN employers e ON e.id = s.employer_id
        WHERE s.deleted_at IS NULL AND ${only}
          AND ${where} >= @first AND ${where} < @after
          AND ${
            during
              ? "s.from_date <= @to AND (s.from_date >= @from OR s.to_state = 'open' OR s.to_date >= @from)"
              : `${how.day} >= @from AND ${how.day} <= @to`
          }`,
    }
  }
}

const WELFARE = "s.post_kind <> 'ordinary' AND s.post_kind = 'public-welfare'"

/**
 * 1: insured against accidents from the contract's first day to its last; 0: not, or not as long; NULL: not known. Without a
 * contract on record it is the days worked that must be covered.
 */
const INSURED = `CASE WHEN s.accident_state IS NULL THEN NULL WHEN s.accident_state = 'no' THEN 0
  ELSE s.accident_from <= coalesce(s.contract_from, s.from_date)
    AND s.accident_to >= coalesce(s.contract_to, s.to_date, @to) END`

const EVIDENCE: Readonly<Record<DutyCount, Maker>> = {
  agreements: records('agreement'),
  visits: records('visit'),
  'demand-lists': records('demand-list'),
  'vacancy-lists': records('vacancy-list'),
  'lists-exchanged': records('list-exchange'),
  matches: records('match'),
  'follow-ups': records('follow-up'),
  'reports-sent': records('report'),
  'check-findings': records('correction'),
  stations: stations(''),
  'cooperation-bases': stations('AND cooperation_base = 1'),
  fairs: (scope) => ({
    kind: 'fair',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT id, id AS unit, on_date AS day, county AS place, 1 AS weight, 1 AS met, NULL AS personId, name,
        note AS detail
      FROM fairs WHERE deleted_at IS NULL AND on_date >= @from AND on_date <= @to`,
  }),
  'caring-posts': spells("s.post_kind <> 'ordinary' AND s.post_kind = 'caring'", { during: true }),
  'welfare-posts': spells(WELFARE, { during: true }),
  'insured-welfare-posts': spells(WELFARE, { during: true, met: INSURED }),
  'weak-labour-posts': spells(
    `${WELFARE} AND (instr(p.labour_text, '弱') > 0 OR instr(p.labour_text, '半') > 0)`,
    {
      during: true,
    },
  ),
  'organised-spells': spells("s.organised_state = 'yes'", { day: 's.from_date' }),
  'filed-spells': spells("s.filing_state = 'yes'", { day: 's.filing_on' }),
  recognitions: (scope) => ({
    kind: 'employer',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT e.id, r.id AS unit, r.on_date AS day, e.county AS place, 1 AS weight, 1 AS met, NULL AS personId, e.name,
        r.document_number AS detail
      FROM employer_recognitions r JOIN employers e ON e.id = r.employer_id
      WHERE r.deleted_at IS NULL AND r.kind <> 'provincial-demonstration-farm' AND r.on_date >= @from AND r.on_date <= @to`,
  }),
  courses: (scope) => ({
    kind: 'person',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT c.person_id AS id, c.id AS unit, coalesce(c.to_date, c.from_date) AS day, p.home_county AS place, 1 AS weight,
        1 AS met, c.person_id AS personId, p.name, c.name AS detail
      FROM courses c JOIN people p ON p.id = c.person_id
      WHERE c.deleted_at IS NULL AND coalesce(c.to_date, c.from_date) >= @from AND coalesce(c.from_date, c.to_date) <= @to`,
  }),
  enrolments: ({ from, to }) => ({
    kind: 'person',
    figure: 'weight',
    params: { first: Number(from.slice(0, 4)), last: Number(to.slice(0, 4)) },
    sql: `SELECT n.person_id AS id, n.id AS unit, NULL AS day, p.home_county AS place, 1 AS weight, 1 AS met,
        n.person_id AS personId, p.name, coalesce(o.name, e.name) AS detail
      FROM enrolments n JOIN people p ON p.id = n.person_id LEFT JOIN schools o ON o.id = n.school_id
        LEFT JOIN employers e ON e.id = n.employer_id
      WHERE n.deleted_at IS NULL AND n.year >= @first AND n.year <= @last`,
  }),
  'roster-imports': (scope) => ({
    kind: 'import',
    figure: 'weight',
    params: instants(scope),
    sql: `SELECT id, id AS unit, ${localDay('imported_at')} AS day, NULL AS place, 1 AS weight, 1 AS met, NULL AS personId,
        file_name AS name, '新增 ' || new_count || ' 人，更新 ' || changed_count || ' 人' AS detail
      FROM imports WHERE kind = 'roster' AND state = 'done' AND deleted_at IS NULL
        AND imported_at >= @from AND imported_at < @to`,
  }),
  'ledger-entries': (scope) => ({
    kind: 'audit',
    figure: 'weight',
    params: instants(scope),
    sql: `SELECT CAST(seq AS TEXT) AS id, CAST(seq AS TEXT) AS unit, ${localDay('at')} AS day, NULL AS place, 1 AS weight,
        1 AS met, NULL AS personId, actor AS name, action AS detail
      FROM audit WHERE changes > 0 AND at >= @from AND at < @to`,
  }),
}

/** The Chinese day of an instant in UTC. */
function localDay(column: string): string {
  return `date(${column}, '+8 hours')`
}

/** The year's first instant and the first instant after it, in UTC: Chinese days begin at 16:00 of the day before. */
function instants({ from, to }: DutyScope): { from: string; to: string } {
  const instant = (day: string, after: number) =>
    new Date(Date.parse(`${day}T00:00:00+08:00`) + after * 86_400_000).toISOString()
  return { from: instant(from, 0), to: instant(to, 1) }
}
