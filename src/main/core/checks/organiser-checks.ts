/** Who is paid for whom: checks 14 and 15. */
import { sameName } from '../../../shared/domain/person-name.ts'
import {
  type CheckWorld,
  type ClaimAtHand,
  grouped,
  type Organisation,
  type SpellAtHand,
} from './check-world.ts'
import { title, whose } from './entitlement-checks.ts'
import type { Check, Found } from './finding.ts'

/** 14: the applicant owns the employer; the organiser is the employer itself. */
export const paidForItself: Check = function* (world) {
  const owners = ownersByIdNumber(world)
  for (const spell of world.spells) {
    const employer = spell.employerId === null ? undefined : world.employers.get(spell.employerId)
    if (employer === undefined) continue
    const agent = spell.agentId === null ? undefined : world.agents.get(spell.agentId)
    if (agent !== undefined && sameOrganisation(agent, employer))
      yield* world.concerning(agentOfItself(world, spell, agent), restingOn(world, spell))
    if (owners.get(spell.personId)?.has(spell.employerId as string) === true)
      yield* world.concerning(owner(world, spell, employer, 'certain'), restingOn(world, spell))
  }
  yield* writtenAsOwnOrganiser(world)
  yield* ownersByName(world)
}

/** A list that names the employer as its own organiser: the import keeps no agent then, and says so of the row. */
function* writtenAsOwnOrganiser(world: CheckWorld): Generator<Found> {
  const sources = world.ledger
    .prepare<string>(
      `SELECT 'import:' || f.import_id || '#' || f."row" FROM import_findings f JOIN imports i ON i.id = f.import_id
       WHERE f.code = 'agent.is-employer'`,
    )
    .pluck()
    .all() as string[]
  if (sources.length === 0) return
  const spells = world.rows<{ id: string }>(
    `SELECT s.id FROM spells s WHERE s.deleted_at IS NULL AND s.organised_state = 'yes' AND s.agent_id IS NULL
       AND s.source IN (SELECT value FROM json_each(?)) {people:s.person_id}`,
    JSON.stringify(sources),
  )
  for (const { id } of spells) {
    const spell = world.spellById.get(id)
    if (spell !== undefined)
      yield* world.concerning(
        agentOfItself(world, spell, { name: world.employerName(spell) }),
        restingOn(world, spell),
      )
  }
}

function agentOfItself(world: CheckWorld, spell: SpellAtHand, agent: Pick<Organisation, 'name'>): Found {
  return {
    personId: spell.personId,
    ...(spell.employerId === null ? {} : { employerId: spell.employerId }),
    evidence: `agent:${spell.id}`,
    text: `${world.nameOf(spell.personId)}：${spell.from} 起在“${world.employerName(spell)}”务工，组织单位“${agent.name}”就是用人单位自己。`,
  }
}

function owner(
  world: CheckWorld,
  spell: SpellAtHand,
  employer: Organisation,
  certainty: 'certain' | 'possible',
): Found {
  return {
    personId: spell.personId,
    certainty,
    ...(spell.employerId === null ? {} : { employerId: spell.employerId }),
    evidence: `owner:${spell.employerId}`,
    text: `${world.nameOf(spell.personId)}：${certainty === 'certain' ? '就是' : '与'}用人单位“${employer.name}”的法定代表人${certainty === 'certain' ? '' : `“${employer.owner}”同名，法定代表人的身份证号没有登记`}。`,
  }
}

function ownersByIdNumber(world: CheckWorld): Map<string, Set<string>> {
  const rows = world.rows<{ personId: string; employerId: string }>(
    `SELECT p.id AS personId, e.id AS employerId FROM employers e JOIN people p ON p.id_number = e.legal_rep_id_number
     WHERE e.deleted_at IS NULL AND p.deleted_at IS NULL AND e.legal_rep_id_number IS NOT NULL {people:p.id}`,
  )
  return new Map(
    [...grouped(rows, ({ personId }) => personId)].map(([id, own]) => [
      id,
      new Set(own.map(({ employerId }) => employerId)),
    ]),
  )
}

/** A name alone proves nothing: only for claims, where a person can ask. */
function* ownersByName(world: CheckWorld): Generator<Found> {
  for (const claim of world.claims) {
    const { employerId, spellId } = world.ground(claim)
    const employer = employerId === null ? undefined : world.employers.get(employerId)
    const spell = spellId === null ? undefined : world.spellById.get(spellId)
    if (employer?.owner == null || employer.ownerId !== null || spell === undefined || claim.name === '')
      continue
    if (!sameName(employer.owner, claim.name)) continue
    yield { ...owner(world, spell, employer, 'possible'), ...whose(claim) }
  }
}

function sameOrganisation(a: Organisation, b: Organisation): boolean {
  return a.code !== null && b.code !== null ? a.code === b.code : a.folded === b.folded
}

/** Claims that rest on this work, or are of its organiser for it. */
function restingOn(world: CheckWorld, spell: SpellAtHand): ClaimAtHand[] {
  return world.claimsOf(spell.personId).filter((claim) => world.ground(claim).spellId === spell.id)
}

/** 15: two agents say that they organised one person at one time, or claim one benefit for one person. */
export const twoAgents: Check = function* (world) {
  const organised = grouped(
    world.spells.filter(({ agentId }) => agentId !== null),
    ({ personId }) => personId,
  )
  for (const [personId, spells] of organised) {
    if (spells.length < 2) continue
    for (const [a, b] of overlapping(spells)) {
      if (a.agentId === b.agentId) continue
      yield* world.concerning(
        {
          personId,
          certainty: a.to === null && a.toState !== 'open' ? 'possible' : 'certain',
          evidence: `agents:${[a.id, b.id].sort().join(',')}`,
          text: `${world.nameOf(personId)}：${b.from} 前后“${agentName(world, a)}”和“${agentName(world, b)}”都称组织了这个人务工。`,
        },
        world.claimsOf(personId).filter(({ beneficiaryKind }) => beneficiaryKind === 'agent'),
      )
    }
  }
  yield* claimedByTwo(world)
}

function* claimedByTwo(world: CheckWorld): Generator<Found> {
  const rows = world.rows<{ personId: string; use: string }>(
    `SELECT c.person_id AS personId, c.benefit AS "use" FROM claims c
     WHERE c.deleted_at IS NULL AND c.state <> 'refused' AND c.beneficiary_kind = 'agent' AND c.person_id IS NOT NULL {people:c.person_id}
     GROUP BY c.person_id, c.benefit HAVING count(DISTINCT c.beneficiary_id) > 1`,
  )
  for (const { personId, use } of rows) {
    const claims = claimsByAgents(world, personId, use)
    for (const { id } of claims) {
      const claim = world.claimById.get(id)
      if (claim === undefined) continue
      yield {
        ...whose(claim),
        evidence: `claims:${use}:${claims.map((one) => one.id).join(',')}`,
        text: `${title(world, claim)}：${claims.map(({ agent, number }) => `“${agent ?? '机构'}”（${number}）`).join('、')}都为这个人申领。`,
        others: claims.map((one) => one.id).filter((other) => other !== id),
      }
    }
  }
}

function claimsByAgents(world: CheckWorld, personId: string, benefit: string) {
  return world.ledger
    .prepare<{ id: string; number: string; agent: string | null }>(
      `SELECT c.id, c.number, a.name AS agent FROM claims c LEFT JOIN agents a ON a.id = c.beneficiary_id
       WHERE c.person_id = ? AND c.benefit = ? AND c.beneficiary_kind = 'agent' AND c.deleted_at IS NULL AND c.state <> 'refused'
       ORDER BY c.number`,
    )
    .all(personId, benefit)
}

/** Work whose end is not known may have gone on. */
function* overlapping(spells: readonly SpellAtHand[]): Generator<[SpellAtHand, SpellAtHand]> {
  const ordered = [...spells].sort((a, b) => (a.from < b.from || (a.from === b.from && a.id < b.id) ? -1 : 1))
  for (const [at, b] of ordered.entries())
    for (const a of ordered.slice(0, at)) if ((a.to ?? '9999') >= b.from) yield [a, b]
}

function agentName(world: CheckWorld, { agentId }: SpellAtHand): string {
  return (agentId === null ? undefined : world.agents.get(agentId)?.name) ?? '机构'
}
