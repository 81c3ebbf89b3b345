/** Totals of the province, recomputed from the rows each time; nothing that an office states is added up. */
import { sql } from 'drizzle-orm'
import { listOffices } from '../offices.ts'
import { one, type Store } from '../store/store.ts'

export type OfficeTotals = {
  readonly node: string
  readonly name: string
  readonly people: number
  readonly working: number
  readonly claims: number
  readonly amountFen: number
  /** rows that are refused as things stand */
  readonly refused: number
  /** sequence of the last bundle taken; null: none */
  readonly lastSequence: number | null
  /** bundles that wait for one before them */
  readonly waiting: number
  /** bundles that waited and could not be taken when their turn came */
  readonly refusedBundles: number
}
export type CountyTotals = {
  readonly county: string | null
  readonly people: number
  readonly working: number
}
export type BenefitTotals = {
  readonly benefit: string
  readonly fund: string | null
  readonly claims: number
  readonly amountFen: number
  readonly paid: number
  readonly paidFen: number
}
export type Totals = {
  /** people as records, and as persons: who stands in several offices counts once */
  readonly records: number
  readonly persons: number
  readonly working: number
  readonly claims: number
  readonly amountFen: number
  readonly refused: number
  readonly offices: readonly OfficeTotals[]
  readonly counties: readonly CountyTotals[]
  readonly benefits: readonly BenefitTotals[]
}

/**
 * @param asOf YYYY-MM-DD: whose work goes on on that day is working; of whom it is not known whether it ended, is not
 */
export async function totalsOf(store: Store, asOf: string): Promise<Totals> {
  const { people, work, claims, findings, bundles } = store.tables
  const isWorking = sql`EXISTS (
    SELECT 1 FROM ${work} w WHERE w.person_key = p.person_key AND w.person_id = p.row_id AND w.standing = 'accepted'
      AND w.from_date <= ${asOf} AND (w.to_state = 'open' OR (w.to_state = 'ended' AND w.to_date >= ${asOf})))`
  const whole = await one<{ records: number; persons: number }>(
    store,
    sql`SELECT count(*) AS records, count(DISTINCT person_key) AS persons FROM ${people} WHERE standing = 'accepted'`,
  )
  const { working } = await one<{ working: number }>(
    store,
    sql`SELECT count(DISTINCT p.person_key) AS working FROM ${people} p WHERE p.standing = 'accepted' AND ${isWorking}`,
  )
  const byOffice = await store.all<{ node: string; people: number; working: number }>(sql`
    SELECT p.node AS node, count(*) AS people, count(CASE WHEN ${isWorking} THEN 1 END) AS working
    FROM ${people} p WHERE p.standing = 'accepted' GROUP BY p.node`)
  const counties = await store.all<CountyTotals>(sql`
    SELECT p.county AS county, count(DISTINCT p.person_key) AS people,
      count(DISTINCT CASE WHEN ${isWorking} THEN p.person_key END) AS working
    FROM ${people} p WHERE p.standing = 'accepted' GROUP BY p.county ORDER BY p.county`)
  const claimsByOffice = await store.all<{ node: string; claims: number; fen: number }>(sql`
    SELECT node, count(*) AS claims, CAST(sum(amount_fen) AS bigint) AS fen FROM ${claims}
    WHERE standing = 'accepted' AND state NOT IN ('refused', 'withdrawn') GROUP BY node`)
  const benefits = await store.all<BenefitTotals>(sql`
    SELECT benefit, fund, count(*) AS claims, CAST(sum(amount_fen) AS bigint) AS "amountFen",
      count(CASE WHEN state = 'paid' THEN 1 END) AS paid,
      CAST(coalesce(sum(CASE WHEN state = 'paid' THEN amount_fen END), 0) AS bigint) AS "paidFen"
    FROM ${claims} WHERE standing = 'accepted' AND state NOT IN ('refused', 'withdrawn')
    GROUP BY benefit, fund ORDER BY benefit, fund`)
  const refused = await store.all<{ node: string; refused: number }>(
    sql`SELECT node, count(*) AS refused FROM ${findings} GROUP BY node`,
  )
  const arrivals = await store.all<{
    node: string
    last: number | null
    waiting: number
    refused: number
  }>(sql`
    SELECT node, max(CASE WHEN state = 'applied' THEN sequence END) AS last,
      count(CASE WHEN state = 'waiting' THEN 1 END) AS waiting,
      count(CASE WHEN state = 'refused' THEN 1 END) AS refused
    FROM ${bundles} GROUP BY node`)
  const offices = (await listOffices(store)).map(({ node, name }) => {
    const at = byOffice.find((row) => row.node === node)
    const claimed = claimsByOffice.find((row) => row.node === node)
    const arrived = arrivals.find((row) => row.node === node)
    return {
      node,
      name,
      people: at?.people ?? 0,
      working: at?.working ?? 0,
      claims: claimed?.claims ?? 0,
      amountFen: claimed?.fen ?? 0,
      refused: refused.find((row) => row.node === node)?.refused ?? 0,
      lastSequence: arrived?.last ?? null,
      waiting: arrived?.waiting ?? 0,
      refusedBundles: arrived?.refused ?? 0,
    }
  })
  return {
    ...whole,
    working,
    claims: benefits.reduce((sum, row) => sum + row.claims, 0),
    amountFen: benefits.reduce((sum, row) => sum + row.amountFen, 0),
    refused: refused.reduce((sum, row) => sum + row.refused, 0),
    offices,
    counties,
    benefits,
  }
}
