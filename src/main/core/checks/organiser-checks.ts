/** Who is paid for whom: checks 14 and 15. */
import { sameName } from '../../../shared/domain/person-name.ts'
import { foldOrganisation } from '../registry/employers.ts'
import { type CheckWorld, type ClaimAtHand, grouped, type Organisation } from './check-world.ts'
import { title, whose } from './entitlement-checks.ts'
import type { Check, Found } from './finding.ts'
import type { SpellAtHand } from './spells-at-hand.ts'

/** 14: the applicant owns the employer; the organiser is the employer itself. */
export const paidForItself: Check = function* (world) {
  for (const [agentId, agent] of world.agents)
    for (const employerId of employersThatAre(world, agent))
      for (const spell of world.spells('s.agent_id = ? AND s.employer_id = ?', agentId, employerId))
        yield* world.concerning(agentOfItself(world, spell, agent), restingOn(world, spell))
  yield* ownersByIdNumber(world)
  yield* writtenAsOwnOrganiser(world)
  yield* ownersByName(world)
}

/** An organiser that stands only as it was written, and is the employer: no agent of that name is on record then. */
function* writtenAsOwnOrganiser(world: CheckWorld): Generator<Found> {
  const written = grouped(
    world.spells(`s.organised_state = 'yes' AND +s.agent_id IS NULL AND s.agent_text IS NOT NULL`),
    ({ organiser, employerId, employerText }) => JSON.stringify([organiser, employerId, employerText]),
  )
  for (const spells of written.values()) {
    const [first] = spells
    if (first?.organiser == null) continue
    const { employerId, employerText, organiser } = first
    const employer = employerId === null ? undefined : world.employers.get(employerId)
    const name = employer?.folded ?? (employerText === null ? undefined : foldOrganisation(employerText))
    if (name !== foldOrganisation(organiser)) continue
    for (const spell of spells)
      yield* world.concerning(agentOfItself(world, spell, { name: organiser }), restingOn(world, spell))
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
  spell: Pick<SpellAtHand, 'personId' | 'employerId'>,
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

function* ownersByIdNumber(world: CheckWorld): Generator<Found> {
  const rows = world.rows<{ personId: string; employerId: string }>(
    `SELECT p.id AS personId, e.id AS employerId FROM employers e JOIN people p ON p.id_number = e.legal_rep_id_number
     WHERE e.deleted_at IS NULL AND p.deleted_at IS NULL AND e.legal_rep_id_number IS NOT NULL {people:p.id}
     ORDER BY p.rowid, e.rowid`,
  )
  for (const { personId, employerId } of rows) {
    const employer = world.employers.get(employerId)
    if (employer === undefined) continue
    for (const spell of world.spells('s.person_id = ? AND s.employer_id = ?', personId, employerId))
      yield* world.concerning(owner(world, spell, employer, 'certain'), restingOn(world, spell))
  }
}

/** A name alone proves nothing: only for claims, where a person can ask. */
function* ownersByName(world: CheckWorld): Generator<Found> {
  for (const claim of world.claims) {
    const { employerId, work } = world.ground(claim)
    const employer = employerId === null ? undefined : world.employers.get(employerId)
    if (employer?.owner == null || employer.ownerId !== null || work === undefined || claim.name === '')
      continue
    if (!sameName(employer.owner, claim.name)) continue
    const spell = { personId: claim.personId ?? '', employerId: work.employerId }
    yield { ...owner(world, spell, employer, 'possible'), ...whose(claim) }
  }
}

/** Ids of the employers on record that are this very organisation. */
function* employersThatAre(world: CheckWorld, agent: Organisation): Generator<string> {
  const byName = world.kept('employersByName', () => grouped(world.employers, ([, { folded }]) => folded))
  const byCode = world.kept('employersByCode', () =>
    grouped(
      [...world.employers].filter(([, { code }]) => code !== null),
      ([, { code }]) => code as string,
    ),
  )
  const alike = new Map([
    ...(agent.code === null ? [] : (byCode.get(agent.code) ?? [])),
    ...(byName.get(agent.folded) ?? []),
  ])
  for (const [id, employer] of alike) if (sameOrganisation(agent, employer)) yield id
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
    world.work.filter(({ agentId }) => agentId !== null),
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
