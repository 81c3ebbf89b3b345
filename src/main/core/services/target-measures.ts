/** What each target counts in the ledger, in one period. Places are judged afterwards, by the document's own rule. */
import type { TargetMeasure } from '../../../shared/domain/duties.ts'
import type { Evidence } from './evidence.ts'

export interface TargetScope {
  /** first and last day of the period, the last not after the day of asking */
  readonly from: string
  readonly to: string
  /** GB/T 2260 prefix of the document's territory */
  readonly territory: string
  /** how often each person is owed each service, where a target bundles several */
  readonly owed: Readonly<Partial<Record<TargetMeasure, number>>>
}

/** Progress of a target. `place` of each row is what the target's place is about: the fair, the home, the vacancy. */
export function targetEvidence(measure: TargetMeasure, scope: TargetScope): Evidence {
  return MEASURES[measure](scope)
}

type Maker = (scope: TargetScope) => Evidence

const days = ({ from, to }: TargetScope) => ({ from, to })

/** Somebody works on @to: a spell that has begun and is known to go on. */
const WORKING = `s.deleted_at IS NULL AND s.from_date <= @to AND (s.to_state = 'open' OR s.to_date >= @to)`

const heldOn = (category: string) =>
  `c.deleted_at IS NULL AND c.category ${category} AND c.from_date <= @to AND (c.to_date IS NULL OR c.to_date >= @to)`

const POVERTY_LIFTED_IN_PERIOD = `EXISTS (SELECT 1 FROM person_categories c WHERE c.person_id = p.id AND c.deleted_at IS NULL
  AND c.category = 'poverty-lifted' AND c.from_date <= @to AND (c.to_date IS NULL OR c.to_date >= @from))`

/** 1 where a written 劳动技能 says that the person can work, 0 where it says not, NULL where nothing is written. */
const CAN_WORK = `CASE WHEN p.labour_text IS NULL THEN NULL
  WHEN instr(p.labour_text, '无劳动') > 0 OR instr(p.labour_text, '丧失') > 0 THEN 0 ELSE 1 END`

/** Services of one kind for people, by the record's person. */
const guidance: Maker = (scope) => ({
  kind: 'person',
  figure: 'weight',
  params: days(scope),
  sql: served('guidance', '1'),
})

const suitable: Maker = (scope) => ({
  kind: 'person',
  figure: 'weight',
  params: days(scope),
  sql: served('match', 'coalesce(r.heads, 1)'),
})

function served(kind: 'guidance' | 'match', weight: string): string {
  return `SELECT p.id, r.id AS unit, r.on_date AS day, p.home_county AS place, ${weight} AS weight, 1 AS met,
      p.id AS personId, p.name, coalesce(r.title, r.note) AS detail
    FROM service_records r JOIN people p ON p.id = r.person_id
    WHERE r.kind = '${kind}' AND r.deleted_at IS NULL AND r.on_date >= @from AND r.on_date <= @to`
}

/** How often the job seeker `k` was served in the period. */
function times(kind: 'guidance' | 'match', weight: string): string {
  return `(SELECT coalesce(sum(${weight}), 0) FROM service_records r WHERE r.person_id = k.person_id AND r.kind = '${kind}'
    AND r.deleted_at IS NULL AND r.on_date >= @from AND r.on_date <= @to)`
}

const training: Maker = (scope) => ({
  kind: 'person',
  figure: 'weight',
  params: days(scope),
  sql: `SELECT p.id, k.id AS unit, coalesce(k.to_date, k.from_date) AS day, p.home_county AS place, 1 AS weight, 1 AS met,
      p.id AS personId, p.name, k.name AS detail
    FROM courses k JOIN people p ON p.id = k.person_id
    WHERE k.deleted_at IS NULL AND coalesce(k.to_date, k.from_date) >= @from AND coalesce(k.from_date, k.to_date) <= @to`,
})

const MEASURES: Readonly<Record<TargetMeasure, Maker>> = {
  'fairs-in-partner-places': (scope) => ({
    kind: 'fair',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT id, id AS unit, on_date AS day, county AS place, 1 AS weight, 1 AS met, NULL AS personId, name, note AS detail
      FROM fairs WHERE deleted_at IS NULL AND on_date >= @from AND on_date <= @to AND online IS NOT 1`,
  }),

  'people-taken-in': (scope) => ({
    kind: 'person',
    figure: 'units',
    params: { ...days(scope), first: scope.territory, after: `${scope.territory}\u{10ffff}` },
    // Where it is not known whether an earlier spell lasted into the period, neither is whether the person was there.
    sql: `SELECT p.id, p.id AS unit, max(s.from_date) AS day, p.home_county AS place, 1 AS weight,
        max(CASE WHEN s.from_date >= @from OR s.to_state = 'open' OR s.to_date >= @from THEN 1 END) AS met,
        p.id AS personId, p.name, coalesce(e.name, s.employer_text) AS detail
      FROM spells s JOIN people p ON p.id = s.person_id LEFT JOIN employers e ON e.id = s.employer_id
      WHERE s.deleted_at IS NULL AND s.county >= @first AND s.county < @after AND s.from_date <= @to
        AND (s.from_date >= @from OR s.to_state IS NULL OR s.to_state = 'open' OR s.to_date >= @from)
        AND ${POVERTY_LIFTED_IN_PERIOD}
      GROUP BY p.id`,
  }),

  'household-employed': (scope) => ({
    kind: 'household',
    figure: 'units',
    params: { ...days(scope), first: scope.territory, after: `${scope.territory}\u{10ffff}` },
    sql: `SELECT id, id AS unit, NULL AS day, place, 1 AS weight,
        CASE WHEN working > 0 THEN 1 WHEN able > 0 THEN 0 END AS met, head AS personId, name, village AS detail
      FROM (
        SELECT p.household_id AS id, max(p.home_county) AS place, min(p.id) AS head,
          coalesce(max(CASE WHEN p.relation_to_head = '户主' THEN p.name END), min(p.name)) || '户' AS name,
          max(p.home_village) AS village,
          sum(p.id IN (SELECT s.person_id FROM spells s WHERE ${WORKING})) AS working,
          sum(${CAN_WORK}) AS able, sum(${CAN_WORK} IS NULL) AS unsaid
        FROM people p
        WHERE p.deleted_at IS NULL AND p.household_id IN (
          SELECT h.household_id FROM person_categories c JOIN people h ON h.id = c.person_id
          WHERE ${heldOn("IN ('poverty-lifted', 'relocated')")} AND h.deleted_at IS NULL
            AND h.home_county >= @first AND h.home_county < @after)
        GROUP BY p.household_id)
      WHERE working > 0 OR able > 0 OR unsaid > 0`,
  }),

  'poverty-lifted-employed': (scope) => ({
    kind: 'person',
    figure: 'units',
    params: { to: scope.to, first: scope.territory, after: `${scope.territory}\u{10ffff}` },
    sql: `SELECT p.id, p.id AS unit, NULL AS day, p.home_county AS place, 1 AS weight, 1 AS met, p.id AS personId, p.name,
        p.home_village AS detail
      FROM people p
      WHERE p.deleted_at IS NULL AND p.home_county >= @first AND p.home_county < @after
        AND p.id IN (SELECT c.person_id FROM person_categories c WHERE ${heldOn("= 'poverty-lifted'")})
        AND p.id IN (SELECT s.person_id FROM spells s WHERE ${WORKING})`,
  }),

  'vacancies-offered': (scope) => ({
    kind: 'vacancy',
    figure: 'weight',
    params: days(scope),
    sql: `SELECT id, id AS unit, from_date AS day, county AS place, heads AS weight, 1 AS met, NULL AS personId,
        employer_text AS name, title || ' ' || heads || ' 人' AS detail
      FROM vacancies WHERE deleted_at IS NULL AND from_date >= @from AND from_date <= @to`,
  }),

  'demonstration-farms': (scope) => ({
    kind: 'employer',
    figure: 'units',
    params: { to: scope.to },
    sql: `SELECT e.id, e.id AS unit, r.on_date AS day, e.county AS place, 1 AS weight, 1 AS met, NULL AS personId, e.name,
        r.document_number AS detail
      FROM employer_recognitions r JOIN employers e ON e.id = r.employer_id
      WHERE r.deleted_at IS NULL AND e.deleted_at IS NULL AND r.kind = 'provincial-demonstration-farm' AND r.on_date <= @to`,
  }),

  'career-guidance': guidance,
  'suitable-vacancies': suitable,
  'free-training': training,

  'service-bundle': (scope) => ({
    kind: 'person',
    figure: 'units',
    params: {
      ...days(scope),
      guidance: scope.owed['career-guidance'] ?? 0,
      suitable: scope.owed['suitable-vacancies'] ?? 0,
      training: scope.owed['free-training'] ?? 0,
    },
    sql: `SELECT id, id AS unit, day, place, 1 AS weight,
        guided >= @guidance AND suited >= @suitable AND trained >= @training AS met, id AS personId, name,
        '指导 ' || guided || ' 次，岗位 ' || suited || ' 个，培训 ' || trained || ' 次' AS detail
      FROM (
        SELECT p.id, max(k.from_date) AS day, p.home_county AS place, p.name,
          ${times('guidance', '1')} AS guided,
          ${times('match', 'coalesce(r.heads, 1)')} AS suited,
          (SELECT count(*) FROM courses t WHERE t.person_id = k.person_id AND t.deleted_at IS NULL
            AND coalesce(t.to_date, t.from_date) >= @from AND coalesce(t.from_date, t.to_date) <= @to) AS trained
        FROM job_seekers k JOIN people p ON p.id = k.person_id
        WHERE k.deleted_at IS NULL AND k.from_date <= @to AND (k.to_date IS NULL OR k.to_date >= @from)
          AND ${POVERTY_LIFTED_IN_PERIOD}
        GROUP BY p.id)`,
  }),
}

/** People who want work and were given one of the services of a bundle as often as they are owed it. */
export function partEvidence(part: TargetMeasure, scope: TargetScope): Evidence {
  const owed = scope.owed[part]
  if (owed === undefined) throw new Error(`${part} is no part of the bundle`)
  return targetEvidence('service-bundle', { ...scope, owed: { [part]: owed } })
}
