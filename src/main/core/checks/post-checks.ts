/** Public-welfare posts: one at a time, contract, accident insurance, attendance: checks 11 and 12. */
import {
  dayOf,
  daysInMonth,
  formatDate,
  monthEnd,
  monthIndexOf,
  monthStart,
} from '../../../shared/domain/dates.ts'
import { type CheckWorld, type ClaimAtHand, grouped } from './check-world.ts'
import { title, whose } from './entitlement-checks.ts'
import type { Check, Found } from './finding.ts'
import { onePostPerPerson } from './one-post-per-person.ts'
import { postContractMonths } from './post-contract-months.ts'
import type { DatedMost, PostFact } from './post-facts.ts'

type Post = PostFact & {
  readonly name: string
  readonly employer: string
  readonly accidentState: string | null
  readonly accidentFrom: string | null
  readonly accidentTo: string | null
}

/** 11: a person in more posts at a time than one; across departments, wherever the posts are. */
export const twoPostsAtOnce: Check = function* (world, { most = 1 }) {
  for (const [personId, posts] of postsByPerson(world)) {
    for (const finding of onePostPerPerson(posts, always(most), world.today)) {
      const named = finding.posts.map(({ id }) => `“${postOf(posts, id).employer}”`).join('和')
      const { from, to, certainty } = finding
      yield* world.concerning(
        {
          personId,
          certainty,
          evidence: `posts:${finding.posts.map(({ id }) => id).join(',')}`,
          text:
            to === undefined
              ? `${postOf(posts, finding.posts[0]?.id).name}：${formatDate(from)} 起可能同时在${named}的公益性岗位，终止日期没有登记。`
              : `${postOf(posts, finding.posts[0]?.id).name}：${formatDate(from)} 至 ${formatDate(to)} 同时在${named}的公益性岗位。`,
        },
        postClaims(world, personId),
      )
    }
  }
}

/** 12: a contract that is too long, pay for months without contract or accident insurance, attendance that cannot be. */
export const postContractAndInsurance: Check = function* (world, { months = 12 }) {
  const people = postsByPerson(world)
  for (const [personId, posts] of people) {
    for (const finding of postContractMonths(posts, always(months))) {
      const post = postOf(posts, finding.posts[0]?.id)
      const last = formatDate(finding.from - 1)
      yield* world.concerning(
        {
          personId,
          certainty: finding.certainty,
          evidence: `contract:${post.id}:${finding.to ?? ''}`,
          text:
            finding.to === undefined
              ? `${post.name}：在“${post.employer}”的公益性岗位没有登记完整的协议起止日期，最迟应签到 ${last}。`
              : `${post.name}：在“${post.employer}”的公益性岗位协议签到 ${formatDate(finding.to)}，最迟只能到 ${last}。`,
        },
        postClaims(world, personId),
      )
    }
  }
  yield* uncoveredMonths(world, people)
  yield* impossibleAttendance(world)
}

/** Each month that a post claim is paid for must have a contract and accident insurance on some day of it. */
function* uncoveredMonths(world: CheckWorld, people: ReadonlyMap<string, readonly Post[]>): Generator<Found> {
  const claims = world.claims.filter((claim) => isPostClaim(world, claim) && claim.personId !== null)
  if (claims.length === 0) return
  const months = grouped(
    world.ledger
      .prepare<{ claimId: string; period: string }>(
        `SELECT e.claim_id AS claimId, e.period FROM json_each(?) j JOIN claim_entitlements e ON e.claim_id = j.value
         WHERE e.deleted_at IS NULL AND length(e.period) = 7 ORDER BY e.period`,
      )
      .all(JSON.stringify(claims.map(({ id }) => id))),
    ({ claimId }) => claimId,
  )
  for (const claim of claims) {
    const { spellId } = world.ground(claim)
    const post = people.get(claim.personId as string)?.find(({ id }) => id === spellId)
    if (post === undefined) continue
    const paid = (months.get(claim.id) ?? []).map(({ period }) => period)
    yield* uncovered(world, claim, paid, '劳动协议', contractCover(post))
    yield* uncovered(world, claim, paid, '意外伤害保险', accidentCover(post))
  }
}

/** From and to as text; `null`: known that there is none; `undefined`: not known. */
type Cover = { readonly from: string; readonly to: string } | null | undefined

function contractCover({ contract }: Post): Cover {
  if (contract === undefined || contract === null) return contract
  if (contract.from === undefined || contract.to === undefined) return undefined
  return { from: formatDate(contract.from), to: formatDate(contract.to) }
}

function accidentCover({ accidentState, accidentFrom, accidentTo }: Post): Cover {
  if (accidentState === 'no') return null
  if (accidentState === null || accidentFrom === null || accidentTo === null) return undefined
  return { from: accidentFrom, to: accidentTo }
}

function* uncovered(
  world: CheckWorld,
  claim: ClaimAtHand,
  months: readonly string[],
  what: string,
  cover: Cover,
): Generator<Found> {
  if (months.length === 0) return
  if (cover === undefined) {
    yield {
      ...whose(claim),
      certainty: 'possible',
      evidence: `${what}:unknown`,
      text: `${title(world, claim)}：没有登记${what}的起止日期，不能确认 ${months.join('、')} 是否有${what}。`,
    }
    return
  }
  const without = months.filter((month) => {
    const index = monthIndexOf(month)
    return cover === null || dayOf(cover.from) > monthEnd(index) || dayOf(cover.to) < monthStart(index)
  })
  if (without.length === 0) return
  yield {
    ...whose(claim),
    evidence: `${what}:${without.join(',')}`,
    text: `${title(world, claim)}：${without.join('、')} 没有${what}${cover === null ? '（已登记为没有）' : `（登记的是 ${cover.from} 至 ${cover.to}）`}。`,
  }
}

function* impossibleAttendance(world: CheckWorld): Generator<Found> {
  const rows = world.rows<{
    id: string
    personId: string
    name: string
    month: string
    days: number | null
  }>(
    `SELECT a.id, a.person_id AS personId, p.name, a.month, a.attended_days AS days
     FROM attendance a JOIN people p ON p.id = a.person_id WHERE a.deleted_at IS NULL {people:a.person_id}`,
  )
  const present = world.asOf.slice(0, 7)
  for (const { id, personId, name, month, days } of rows) {
    const most = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))
    const future = month > present
    if (!future && (days === null || days <= most)) continue
    yield* world.concerning(
      {
        personId,
        evidence: `attendance:${id}:${days ?? ''}`,
        text: future
          ? `${name}：登记了 ${month} 的出勤，这个月还没有到。`
          : `${name}：${month} 出勤 ${days} 天，当月只有 ${most} 天。`,
      },
      postClaims(world, personId),
    )
  }
}

/** Whether a claim is paid for a public-welfare post. */
export function isPostClaim(world: CheckWorld, { benefit }: Pick<ClaimAtHand, 'benefit'>): boolean {
  const row = world.row(benefit)?.row
  const post = row?.conditions.post
  return (
    row?.each === 'attendance-month' ||
    (post !== undefined && 'only' in post && post.only === 'public-welfare')
  )
}

export function postClaims(world: CheckWorld, personId: string): readonly ClaimAtHand[] {
  return world.claimsOf(personId).filter((claim) => isPostClaim(world, claim))
}

function always(most: number): DatedMost {
  return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, most }
}

function postOf(posts: readonly Post[], id: string | undefined): Post {
  const post = posts.find((one) => one.id === id)
  if (post === undefined) throw new Error('a finding names a post that was not looked at')
  return post
}

function postsByPerson(world: CheckWorld): Map<string, Post[]> {
  const rows = world.rows<{
    id: string
    personId: string
    name: string
    employer: string | null
    from: string
    toState: string | null
    to: string | null
    contractState: string | null
    contractFrom: string | null
    contractTo: string | null
    accidentState: string | null
    accidentFrom: string | null
    accidentTo: string | null
  }>(
    `SELECT s.id, s.person_id AS personId, p.name, coalesce(e.name, s.employer_text) AS employer, s.from_date AS "from",
       s.to_state AS toState, s.to_date AS "to", s.contract_state AS contractState, s.contract_from AS contractFrom,
       s.contract_to AS contractTo, s.accident_state AS accidentState, s.accident_from AS accidentFrom, s.accident_to AS accidentTo
     FROM spells s JOIN people p ON p.id = s.person_id LEFT JOIN employers e ON e.id = s.employer_id
     WHERE s.deleted_at IS NULL AND s.post_kind <> 'ordinary' AND s.post_kind = 'public-welfare' {people:s.person_id}
     ORDER BY s.person_id, s.from_date, s.id`,
  )
  return grouped(
    rows.map((row) => ({
      ...row,
      employer: row.employer ?? '单位未填',
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
    })),
    ({ personId }) => personId,
  )
}
