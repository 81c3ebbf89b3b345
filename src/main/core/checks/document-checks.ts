/** What the document itself asks of a claim, and the office of an age: checks 4 to 8. */
import type { Category } from '../../../shared/domain/categories.ts'
import { dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { ageOn } from '../../../shared/domain/id-number.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import type { PackRow } from '../policy/pack.ts'
import type { CheckWorld, ClaimAtHand } from './check-world.ts'
import { title, whose } from './entitlement-checks.ts'
import type { Check, Found } from './finding.ts'

/** 4: the qualifying day lies outside the document's time, or the claim was drafted after the window. */
export const outsideDocumentTime: Check = function* (world) {
  const windows = world.claims.filter(({ benefit }) => world.row(benefit)?.document.claimUntil !== undefined)
  const drafted = draftedOn(world, windows)
  for (const claim of world.claims) {
    const known = world.row(claim.benefit)
    if (known === undefined) continue
    const { document, row } = known
    const { from, to } = document.inForce
    if (claim.qualifyingOn !== null && row.inForce !== 'unchecked') {
      const day = dayOf(claim.qualifyingOn)
      if (day < from || day > to) {
        yield {
          ...whose(claim),
          evidence: `day:${claim.qualifyingOn}`,
          text: `${title(world, claim)}：${claim.qualifyingOn} 满足条件，不在《${document.title}》的有效期 ${formatDate(from)} 至 ${formatDate(to)} 内。`,
        }
      }
    }
    const on = drafted.get(claim.id)
    if (document.claimUntil !== undefined && on !== undefined && dayOf(on) > document.claimUntil) {
      yield {
        ...whose(claim),
        evidence: `window:${on}`,
        text: `${title(world, claim)}：${on} 申领，晚于《${document.title}》写明的截止日 ${formatDate(document.claimUntil)}。`,
      }
    }
  }
}

function draftedOn(world: CheckWorld, claims: readonly ClaimAtHand[]): Map<string, string> {
  const ids = JSON.stringify(claims.map(({ id }) => id))
  const rows = world.ledger
    .prepare<{ id: string; on: string }>(
      `SELECT c.id, date(c.drafted_at, '+8 hours') AS "on" FROM json_each(?) j JOIN claims c ON c.id = j.value`,
    )
    .all(ids)
  return new Map(rows.map(({ id, on }) => [id, on]))
}

/** 5: above the clause's amount or ceiling, above what was paid for, or not what its parts add up to. */
export const amountTooHigh: Check = function* (world) {
  const parts = new Map(
    world
      .rows<{ claimId: string; n: number; fen: number }>(
        // One part of the claim's own amount says nothing.
        `SELECT e.claim_id AS claimId, count(*) AS n, sum(e.amount_fen) AS fen
         FROM claim_entitlements e JOIN claims c INDEXED BY claims_at_hand ON c.id = e.claim_id AND c.deleted_at IS NULL
         WHERE e.deleted_at IS NULL {claims:e.claim_id} GROUP BY e.claim_id HAVING n > 1 OR fen <> c.amount_fen`,
      )
      .map((sum) => [sum.claimId, sum]),
  )
  const fares = faresOf(world)
  for (const claim of world.claims) {
    if (!Number.isSafeInteger(claim.amountFen) || claim.amountFen <= 0) {
      yield {
        ...whose(claim),
        evidence: `fen:${claim.amountFen}`,
        text: `${title(world, claim)}：金额 ${claim.amountFen / 100} 元不是大于零、到分为止的数。`,
      }
      continue
    }
    const sum = parts.get(claim.id)
    if (sum !== undefined && sum.fen !== claim.amountFen) {
      yield {
        ...whose(claim),
        evidence: `parts:${sum.fen}:${claim.amountFen}`,
        text: `${title(world, claim)}：写明 ${formatYuan(claim.amountFen)} 元，逐期明细相加是 ${formatYuan(sum.fen)} 元。`,
      }
    }
    const row = world.row(claim.benefit)?.row
    if (row === undefined) continue
    const each = ceilingOf(row, claim.qualifyingOn)
    const most = each === undefined ? undefined : each * unitsOf(claim, row, sum?.n ?? 1)
    if (most !== undefined && claim.amountFen > most) {
      yield {
        ...whose(claim),
        evidence: `ceiling:${most}:${claim.amountFen}`,
        text: `${title(world, claim)}：${formatYuan(claim.amountFen)} 元，高于条款${row.clause}的 ${formatYuan(most)} 元。`,
      }
    }
    const fare = row.amount.kind === 'actual-up-to' ? fares(claim) : undefined
    if (fare !== undefined && claim.amountFen > fare) {
      yield {
        ...whose(claim),
        evidence: `actual:${fare}:${claim.amountFen}`,
        text: `${title(world, claim)}：${formatYuan(claim.amountFen)} 元，高于台账登记的实际路费 ${formatYuan(fare)} 元。`,
      }
    }
  }
}

/** The most for one unit on a day, in fen; `undefined`: the amount grows with heads or days. */
function ceilingOf({ amount }: PackRow, day: string | null): number | undefined {
  const dated =
    amount.kind === 'fixed' || amount.kind === 'actual-up-to'
      ? amount.yuan
      : amount.kind === 'standard' || amount.kind === 'attendance-share'
        ? amount.ceiling
        : undefined
  if (dated === undefined) return undefined
  const entry =
    day === null ? undefined : dated.findLast(({ from, to }) => from <= day && (to ?? '9999') >= day)
  // Where the day is not known, the highest that was ever allowed.
  const yuan = entry?.value ?? Math.max(...dated.map(({ value }) => value))
  return Math.round(yuan * 100)
}

/** How many units a claim is for: its months or parts; an award for heads has none that can be counted here. */
function unitsOf(claim: ClaimAtHand, row: PackRow, parts: number): number {
  if (row.each === 'headcount' || row.each === 'school-year') return Number.POSITIVE_INFINITY
  return Math.max(1, claim.months ?? parts)
}

/** The highest known fare of a claim's person in its year; unknown where none is on record. */
function faresOf(world: CheckWorld): (claim: ClaimAtHand) => number | undefined {
  const benefits = new Set(world.claims.map(({ benefit }) => benefit))
  const byFare = [...benefits].filter((benefit) => world.row(benefit)?.row.amount.kind === 'actual-up-to')
  const fares = new Map(
    (byFare.length === 0
      ? []
      : world.rows<{ personId: string; year: number; fen: number }>(
          `SELECT y.person_id AS personId, y.year, max(y.fare_fen) AS fen FROM spell_years y
           WHERE y.deleted_at IS NULL AND y.fare_fen IS NOT NULL AND y.person_id IN (
             SELECT c.person_id FROM claims c INDEXED BY claims_at_hand
             WHERE c.deleted_at IS NULL AND c.benefit IN (SELECT value FROM json_each(?)))
             {people:y.person_id} GROUP BY y.person_id, y.year`,
          JSON.stringify(byFare),
        )
    ).map(({ personId, year, fen }) => [`${personId}|${year}`, fen]),
  )
  return ({ personId, period }) => fares.get(`${personId}|${(period ?? '').slice(0, 4)}`)
}

/** 6: work without a county, and a claim whose work lies elsewhere than the clause asks. */
export const workplaceNotNamed: Check = function* (world) {
  const claimed = new Set<string>()
  for (const claim of world.claims) {
    const { spellId, county, work } = world.ground(claim)
    if (spellId === null) continue
    const place = work === undefined ? county : work.county
    if (place === null) {
      claimed.add(spellId)
      yield {
        ...whose(claim),
        evidence: `spell:${spellId}`,
        text: `${title(world, claim)}：依据的务工${work === undefined ? '' : `（${work.from} 起，“${world.employerName(work)}”）`}没有把地点填到县。`,
      }
      continue
    }
    yield* elsewhere(world, claim, spellId, place)
  }
  if (!world.whole) return
  // Found in an index, as few of many are without one.
  for (const spell of world.spells(
    's.rowid IN (SELECT o.rowid FROM spells o INDEXED BY spells_person WHERE o.deleted_at IS NULL AND o.county IS NULL)',
  )) {
    if (claimed.has(spell.id)) continue
    yield {
      personId: spell.personId,
      ...(spell.employerId === null ? {} : { employerId: spell.employerId }),
      evidence: `spell:${spell.id}`,
      text: `${world.nameOf(spell.personId)}：${spell.from} 起在“${world.employerName(spell)}”务工，地点没有填到县。`,
    }
  }
}

function* elsewhere(
  world: CheckWorld,
  claim: ClaimAtHand,
  spellId: string,
  county: string,
): Generator<Found> {
  const known = world.row(claim.benefit)
  const place = known?.row.conditions.workplace
  // A claim for the employer or the agent itself rests on many people's work.
  if (known === undefined || place === undefined || claim.personId === null) return
  if (world.liesIn(known.document, place, county) !== false) return
  const outside = known.document.places[place]?.outside !== undefined
  yield {
    ...whose(claim),
    evidence: `spell:${spellId}:${county}`,
    text: `${title(world, claim)}：务工地点是${world.placeName(county)}，${outside ? '不在条款要求的省（区、市）外' : '不在条款要求的范围内'}。`,
  }
}

/** 7: the category that the clause asks for was not held on the qualifying day: as frozen, and as recorded now. */
export const categoryNotHeld: Check = function* (world) {
  const lost = claimsWithoutCategory(world)
  const names = new Map<string, string>()
  for (const claim of world.claims) {
    const asked = world.row(claim.benefit)?.row.conditions.category
    const day = claim.qualifyingOn
    if (asked === undefined || claim.personId === null || day === null) continue
    const frozen = world.ground(claim).categories
    const wrong = !frozen.some((one) => asked.includes(one as Category))
      ? frozen
      : lost.has(claim.id)
        ? categoriesOn(world, claim.personId, day)
        : undefined
    if (wrong === undefined) continue
    if (!names.has(claim.benefit))
      names.set(claim.benefit, asked.map((category) => CATEGORY_TEXT[category]).join('、'))
    yield {
      ...whose(claim),
      evidence: `day:${day}:${[...wrong].sort().join(',')}`,
      text: `${title(world, claim)}：${day} ${wrong === frozen ? '（生成申领时的资料）' : '（现在的资料）'}${
        wrong.length === 0
          ? '没有登记任何人员类别'
          : `的类别是${wrong.map((one) => CATEGORY_TEXT[one as Category] ?? one).join('、')}`
      }，要求${names.get(claim.benefit)}。`,
    }
  }
}

/** Claims whose person holds none of the categories asked for on the qualifying day, by what is on record now. */
function claimsWithoutCategory(world: CheckWorld): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const benefit of new Set(world.claims.map((claim) => claim.benefit))) {
    const asked = world.row(benefit)?.row.conditions.category
    if (asked === undefined) continue
    for (const [id] of world.raw(
      `SELECT c.id FROM claims c INDEXED BY claims_at_hand
       WHERE c.deleted_at IS NULL AND c.benefit = ? AND c.person_id IS NOT NULL AND c.qualifying_on IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM person_categories h INDEXED BY person_categories_category
           WHERE h.category IN (SELECT value FROM json_each(?)) AND h.person_id = c.person_id AND h.deleted_at IS NULL
             AND h.from_date <= c.qualifying_on AND coalesce(h.to_date, '9999') >= c.qualifying_on) {claims:c.id}`,
      benefit,
      JSON.stringify(asked),
    ))
      ids.add(id as string)
  }
  return ids
}

function categoriesOn(world: CheckWorld, personId: string, day: string): string[] {
  return world
    .kept('categoriesOn', () =>
      world.ledger
        .prepare<string>(
          `SELECT category FROM person_categories WHERE person_id = ? AND deleted_at IS NULL
             AND from_date <= ? AND coalesce(to_date, '9999') >= ? ORDER BY rowid`,
        )
        .pluck(),
    )
    .all(personId, day, day) as string[]
}

/** 8: age on the qualifying day, where the benefit is paid to the person. */
export const ageOutsideLimits: Check = function* (world, { least = 0, mostMen = 0, mostWomen = 0 }) {
  const births = world.raw(
    `SELECT c.id, coalesce(p.birth_date, substr(p.id_number, 7, 4) || '-' || substr(p.id_number, 11, 2) || '-' || substr(p.id_number, 13, 2)),
       p.sex FROM claims c INDEXED BY claims_at_hand JOIN people p ON p.id = c.person_id
     WHERE c.deleted_at IS NULL AND c.state <> 'refused' AND c.beneficiary_kind = 'person' {claims:c.id} ORDER BY c.id`,
  ) as [string, string | null, string | null][]
  for (const [id, birth, sex] of births) {
    const claim = world.claimById.get(id)
    if (claim === undefined || birth === null) continue
    const day = claim.qualifyingOn ?? world.asOf
    const age = ageOn(birth, day)
    const woman = sex === 'female' || sex === '女' || sex === '2'
    const most = woman ? mostWomen : mostMen
    if (age >= least && age <= most) continue
    yield {
      ...whose(claim),
      evidence: `age:${age}`,
      text: `${title(world, claim)}：${day} 时 ${age} 岁（${birth} 出生），本单位规定${woman ? '女性' : '男性'} ${least} 至 ${most} 岁。`,
    }
  }
}
