/** What was granted or claimed before: checks 1, 2, 3 and 22. */

import type { Explanation } from '../../../shared/contract/policy.ts'
import type { ClaimState } from '../../../shared/domain/claim-states.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import { type CheckWorld, type ClaimAtHand, grouped } from './check-world.ts'
import { frozenAsNotFirst } from './claim-grounds.ts'
import type { Check, Found } from './finding.ts'
import { SPELL, type SpellAtHand } from './spells-at-hand.ts'

/** 1: the same ID twice in a batch, or an entitlement that was granted already. */
export const entitlementTwice: Check = function* (world) {
  yield* grantedAlready(world)
  yield* twiceInBatch(world)
}

/** Living claims cannot share a key; what was granted through an earlier claim, or elsewhere, can be claimed again. */
function* grantedAlready(world: CheckWorld): Generator<Found> {
  const rows = world.rows<{ claimId: string; key: string; on: string; period: string | null }>(
    `SELECT e.claim_id AS claimId, e.entitlement_key AS "key", g.granted_on AS "on", e.period
     FROM claim_entitlements e JOIN grants g ON g.entitlement_key = e.entitlement_key AND g.deleted_at IS NULL
     JOIN claims c ON c.id = e.claim_id
     WHERE e.deleted_at IS NULL AND c.deleted_at IS NULL AND c.state <> 'paid' {claims:e.claim_id}`,
  )
  for (const { claimId, key, on, period } of rows) {
    const claim = world.claimById.get(claimId)
    if (claim === undefined) continue
    yield {
      ...whose(claim),
      evidence: `grant:${key}`,
      text: `${title(world, claim)}：${period ?? claim.period ?? '这一项'}已在 ${on} 发放过，不能再发。`,
    }
  }
}

/** A batch pays one ID number once. Two claims of different periods are left to a person. */
function* twiceInBatch(world: CheckWorld): Generator<Found> {
  const batched = world.rows<{ batchId: string; personId: string }>(
    `SELECT c.batch_id AS batchId, c.person_id AS personId FROM claims c
     WHERE c.deleted_at IS NULL AND c.state <> 'refused' AND c.batch_id IS NOT NULL AND c.person_id IS NOT NULL {people:c.person_id}
     GROUP BY c.batch_id, c.person_id HAVING count(*) > 1`,
  )
  for (const { batchId, personId } of batched) {
    const claims = claimsInBatch(world, batchId, personId)
    const samePeriod = new Set(claims.map(({ period }) => period)).size < claims.length
    const [first] = claims
    for (const claim of claims) {
      if (!world.claimById.has(claim.id)) continue
      const others = claims.filter(({ id }) => id !== claim.id)
      yield {
        ...whose(claim),
        batchId,
        certainty: samePeriod ? 'certain' : 'possible',
        evidence: `batch:${batchId}:${claims.map(({ id }) => id).join(',')}`,
        text: `${first?.name ?? ''}在同一批次里有 ${claims.length} 份申领：${claims.map(({ number, period }) => `${number}（${period ?? '未分期'}）`).join('、')}。`,
        others: others.map(({ id }) => id),
      }
    }
  }
}

function claimsInBatch(world: CheckWorld, batchId: string, personId: string) {
  return world.ledger
    .prepare<Pick<ClaimAtHand, 'id' | 'number' | 'period' | 'personId' | 'batchId' | 'name'>>(
      `SELECT c.id, c.number, c.period, c.person_id AS personId, c.batch_id AS batchId, p.name
       FROM claims c JOIN people p ON p.id = c.person_id
       WHERE c.batch_id = ? AND c.person_id = ? AND c.deleted_at IS NULL AND c.state <> 'refused' ORDER BY c.number`,
    )
    .all(batchId, personId)
}

/** 2: somebody who was paid before, in an office that pays each person once. */
export const everPaid: Check = function* (world, { anyBenefit }) {
  const rows = world.rows<{ claimId: string; benefit: string; on: string; period: string | null }>(
    `SELECT c.id AS claimId, g.benefit, min(g.granted_on) AS "on", g.period FROM claims c
     JOIN grants g ON g.person_id = c.person_id AND g.deleted_at IS NULL AND (? = 1 OR g.benefit = c.benefit)
     WHERE c.deleted_at IS NULL AND c.state NOT IN ('paid', 'refused') {claims:c.id} GROUP BY c.id, g.benefit`,
    anyBenefit ?? 0,
  )
  for (const { claimId, benefit, on, period } of rows) {
    const claim = world.claimById.get(claimId)
    if (claim === undefined) continue
    yield {
      ...whose(claim),
      evidence: `paid:${benefit}:${on}`,
      text: `${title(world, claim)}：${on} 已领过“${world.benefitName(benefit)}”${period === null ? '' : `（${period}）`}。`,
    }
  }
}

/** 3: the document pays the first time only; by what was frozen, by grants, and by work that is on record now. */
export const notFirstTime: Check = function* (world) {
  const firstOnly = world.claims.filter(({ benefit }) => {
    const row = world.row(benefit)?.row
    return row?.conditions.first !== undefined || row?.unit === 'person-once'
  })
  if (firstOnly.length === 0) return
  yield* saidNotToBeFirst(world)
  const earlier = grouped(
    world.rows<{ personId: string; benefit: string; on: string }>(
      `SELECT g.person_id AS personId, g.benefit, min(g.granted_on) AS "on" FROM grants g
       WHERE g.deleted_at IS NULL AND g.person_id IS NOT NULL {people:g.person_id} GROUP BY g.person_id, g.benefit`,
    ),
    ({ personId, benefit }) => `${personId}|${benefit}`,
  )
  const workBefore = earlierWork(world)
  for (const claim of firstOnly) {
    if (claim.personId === null || claim.state === 'paid') continue
    const row = world.row(claim.benefit)?.row
    const [grant] = earlier.get(`${claim.personId}|${claim.benefit}`) ?? []
    // A month-by-month benefit goes on being paid for the first work.
    if (grant !== undefined && row?.unit === 'person-once') {
      yield {
        ...whose(claim),
        evidence: `granted:${grant.on}`,
        text: `${title(world, claim)}：只给首次的，${grant.on} 已经发过一次。`,
      }
    }
    const before = workBefore.get(claim.id)
    if (before !== undefined) {
      yield {
        ...whose(claim),
        evidence: `spell:${before.id}`,
        text: `${title(world, claim)}：只给首次务工的，台账里 ${before.from} 起已在“${world.employerName(before)}”务工，早于这份申领依据的务工。`,
      }
    }
  }
}

/** The trace that a claim keeps says itself that it is not the first. */
function* saidNotToBeFirst(world: CheckWorld): Generator<Found> {
  const trace = world.ledger.prepare<string>('SELECT trace FROM claims WHERE id = ?').pluck()
  for (const id of frozenAsNotFirst(world)) {
    const claim = world.claimById.get(id)
    if (claim === undefined) continue
    const { conditions } = JSON.parse(trace.get(id) as string) as Explanation
    const first = conditions.find((condition) => condition.id === 'first')
    if (first === undefined || first.state === 'met') continue
    yield {
      ...whose(claim),
      certainty: first.state === 'unknown' ? 'possible' : 'certain',
      evidence: 'trace:first',
      text: `${title(world, claim)}：依据里“${first.label}”没有满足：${first.says}`,
    }
  }
}

/**
 * By claim: work in the document's workplace before the work that the claim rests on, from the day that the clause counts
 * from; the first that was entered.
 */
function earlierWork(world: CheckWorld): ReadonlyMap<string, SpellAtHand> {
  const found = new Map<string, SpellAtHand>()
  for (const benefit of new Set(world.claims.map((claim) => claim.benefit))) {
    const known = world.row(benefit)
    const first = known?.row.conditions.first
    const place = known?.row.conditions.workplace
    if (known === undefined || first?.by !== 'spell' || place === undefined) continue
    const rows = world.rows<SpellAtHand & { claimId: string }>(
      `SELECT c.id AS claimId, ${SPELL} FROM claims c INDEXED BY claims_at_hand
         JOIN claims g INDEXED BY claims_grounds ON g.id = c.id AND g.deleted_at IS NULL
         JOIN spells o ON o.id = g.facts ->> '$.work.spellId' AND o.deleted_at IS NULL
         CROSS JOIN spells s ON s.person_id = c.person_id AND s.from_date >= ? AND s.from_date < o.from_date
       WHERE c.deleted_at IS NULL AND c.benefit = ? AND s.deleted_at IS NULL {claims:c.id} ORDER BY s.rowid`,
      first.since,
      benefit,
    )
    for (const { claimId, ...spell } of rows)
      if (!found.has(claimId) && world.liesIn(known.document, place, spell.county ?? undefined) === true)
        found.set(claimId, spell)
  }
  return found
}

type Paid = {
  personId: string
  benefit: string
  year: string | null
  on: string | null
  number: string | null
  state: ClaimState
}

/** 22: origin and host both pay one person for one purpose in one year. */
export const originAndHostPay: Check = function* (world) {
  const known = paidOnBothSides(world).filter(({ benefit }) => world.row(benefit) !== undefined)
  const groups = grouped(
    known,
    ({ personId, benefit, year }) => `${personId}|${year ?? ''}|${world.row(benefit)?.row.nature}`,
  )
  for (const [key, group] of groups) {
    const side = (of: string) => group.find(({ benefit }) => world.row(benefit)?.document.side === of)
    const [origin, host] = [side('origin'), side('host')]
    if (origin === undefined || host === undefined) continue
    const benefits = new Set([origin.benefit, host.benefit])
    const claims = world.claimsOf(origin.personId).filter(({ benefit }) => benefits.has(benefit))
    const name = world.nameOf(origin.personId)
    yield* world.concerning(
      {
        personId: origin.personId,
        evidence: `two-sides:${key}`,
        text: `${name}：${origin.year ?? ''} 年为同一用途，输出地“${world.benefitName(origin.benefit)}”（${stateOf(origin)}）和输入地“${world.benefitName(host.benefit)}”（${stateOf(host)}）都有。`,
        others: claims.map(({ id }) => id),
      },
      claims,
    )
  }
}

/** Claims and grants of the people who have some from the document of an origin and some from the document of a host. */
function paidOnBothSides(world: CheckWorld): Paid[] {
  const [origin, host] = (['origin', 'host'] as const).map((side) => JSON.stringify(world.benefitsOf(side)))
  return world.rows<Paid>(
    `WITH paid AS (
       SELECT c.person_id AS personId, c.benefit, substr(coalesce(c.period, c.qualifying_on), 1, 4) AS year, NULL AS "on", c.number, c.state
       FROM claims c INDEXED BY claims_at_hand
       WHERE c.deleted_at IS NULL AND c.state <> 'refused' AND c.person_id IS NOT NULL {people:c.person_id}
       UNION ALL
       SELECT g.person_id, g.benefit, substr(coalesce(g.period, g.granted_on), 1, 4), g.granted_on, NULL, 'paid'
       FROM grants g WHERE g.deleted_at IS NULL AND g.person_id IS NOT NULL {people:g.person_id})
     SELECT * FROM paid WHERE personId IN (SELECT personId FROM paid WHERE benefit IN (SELECT value FROM json_each(?)))
       AND personId IN (SELECT personId FROM paid WHERE benefit IN (SELECT value FROM json_each(?)))`,
    origin ?? '[]',
    host ?? '[]',
  )
}

function stateOf({ on, number, state }: Paid): string {
  return on === null ? `${number ?? ''} ${CLAIM_STATE_TEXT[state]}` : `${on} 已发`
}

/** A claim as sentences begin with it. */
export function title(world: CheckWorld, claim: Pick<ClaimAtHand, 'name' | 'number' | 'benefit'>): string {
  return `${claim.name === '' ? claim.number : `${claim.name}（${claim.number}）`}“${world.benefitName(claim.benefit)}”`
}

/** Whom a finding about a claim concerns. */
export function whose(
  claim: Pick<ClaimAtHand, 'id' | 'personId' | 'batchId'>,
): Omit<Found, 'evidence' | 'text'> {
  return {
    claimId: claim.id,
    ...(claim.personId === null ? {} : { personId: claim.personId }),
    ...(claim.batchId === null ? {} : { batchId: claim.batchId }),
  }
}
