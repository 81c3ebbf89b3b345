import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'
import { people } from './registry.ts'

/** 申领. Freezes the facts, the trace, the pack version and the standard that it was decided on. */
export const claims = sqliteTable(
  'claims',
  {
    ...record(),
    /** printed and in the QR code: benefit, year of drafting, office part and serial number */
    number: text('number').notNull(),
    benefit: text('benefit').notNull(),
    /** person, employer, agent, school, station */
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    /** for whom, where the beneficiary is paid for a person; the person themselves otherwise */
    personId: text('person_id').references(() => people.id),
    period: text('period'),
    state: text('state').notNull(),
    amountFen: integer('amount_fen').notNull(),
    months: integer('months'),
    asOf: text('as_of').notNull(),
    qualifyingOn: text('qualifying_on'),
    packVersion: text('pack_version').notNull(),
    /** JSON or NULL: the local standard in force */
    standard: text('standard'),
    /** JSON: the facts as they were */
    facts: text('facts').notNull(),
    /** JSON: the trace */
    trace: text('trace').notNull(),
    draftedAt: text('drafted_at').notNull(),
    draftedBy: text('drafted_by').notNull(),
    /** 办理程序 that it follows; NULL: drafted before there was one, takes the present one with its next step */
    procedureId: text('procedure_id'),
    /** id of the next step; NULL: the first */
    step: text('step'),
    /** the day by which the next step is due */
    dueOn: text('due_on'),
    batchId: text('batch_id'),
    /** submitted, accepted, rejected, paid: where it stands with the system that it was handed in to; NULL: not handed in */
    outsideState: text('outside_state'),
  },
  (t) => [
    naturalKey('claims_number').on(t.number),
    index('claims_benefit').on(t.benefit, t.state),
    index('claims_person').on(t.personId),
    index('claims_batch').on(t.batchId),
    index('claims_state').on(t.state, t.dueOn),
    index('claims_outside').on(t.outsideState).where(sql`${t.outsideState} IS NOT NULL`),
    // A claim's facts and trace fill a page: what the checks look at in each claim stands apart from them.
    index('claims_at_hand')
      .on(
        t.id,
        t.number,
        t.benefit,
        t.beneficiaryKind,
        t.beneficiaryId,
        t.personId,
        t.period,
        t.state,
        t.amountFen,
        t.months,
        t.qualifyingOn,
        t.batchId,
        t.deletedAt,
      )
      .where(live(t.deletedAt)),
    // Not touched by a change of state. The texts are those of checks/claim-grounds.ts, or it would not be used.
    index('claims_grounds')
      .on(
        t.id,
        sql`"facts" ->> '$.work.spellId'`,
        sql`"facts" ->> '$.work.employerId'`,
        sql`"facts" ->> '$.work.county'`,
        sql`"facts" ->> '$.person.categories'`,
        sql`"trace" GLOB '*"id":"first"*' AND ("trace" GLOB '*"state":"unmet"*' OR "trace" GLOB '*"state":"unknown"*')`,
        t.deletedAt,
      )
      .where(live(t.deletedAt)),
  ],
)

/**
 * The entitlements that a claim uses up: one, or one for each month of a month-by-month benefit. The key names benefit,
 * person (by ID number, so that it is the same in every office) and period, and is unique among living claims.
 */
export const claimEntitlements = sqliteTable(
  'claim_entitlements',
  {
    ...record(),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    entitlementKey: text('entitlement_key').notNull(),
    period: text('period'),
    amountFen: integer('amount_fen').notNull(),
  },
  (t) => [
    naturalKey('claim_entitlements_key').on(t.entitlementKey).where(live(t.deletedAt)),
    index('claim_entitlements_claim').on(t.claimId),
  ],
)

/** What happened to a claim. Append-only. */
export const claimEvents = sqliteTable(
  'claim_events',
  {
    ...record(),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    kind: text('kind').notNull(),
    at: text('at').notNull(),
    by: text('by').notNull(),
    /** JSON */
    data: text('data').notNull(),
  },
  (t) => [index('claim_events_claim').on(t.claimId, t.at)],
)

/** 已发放: an entitlement that was granted, here or elsewhere, before or through this ledger. */
export const grants = sqliteTable(
  'grants',
  {
    ...record(),
    benefit: text('benefit').notNull(),
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    personId: text('person_id').references(() => people.id),
    period: text('period'),
    entitlementKey: text('entitlement_key').notNull(),
    amountFen: integer('amount_fen'),
    months: integer('months'),
    grantedOn: text('granted_on').notNull(),
  },
  (t) => [
    naturalKey('grants_entitlement').on(t.entitlementKey).where(live(t.deletedAt)),
    index('grants_person').on(t.personId),
  ],
)

/** 暂缓: what a person has to decide before a claim goes on; opened by a check or by hand. */
export const claimHolds = sqliteTable(
  'claim_holds',
  {
    ...record(),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    /** id of the check; `manual`: by hand */
    check: text('check_id').notNull(),
    /** what the finding is about, so that the same one is not held twice once it was released */
    evidence: text('evidence').notNull(),
    reason: text('reason').notNull(),
    heldAt: text('held_at').notNull(),
    heldBy: text('held_by').notNull(),
    releasedAt: text('released_at'),
    releasedBy: text('released_by'),
    releaseReason: text('release_reason'),
  },
  (t) => [
    index('claim_holds_claim').on(t.claimId),
    index('claim_holds_open').on(t.releasedAt, t.check),
    naturalKey('claim_holds_key').on(t.claimId, t.check, t.evidence).where(live(t.deletedAt)),
  ],
)

/** 材料核收: an item of a claim's checklist that was seen on paper; a scanned one is an attachment of the claim. */
export const claimMaterials = sqliteTable(
  'claim_materials',
  {
    ...record(),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    item: text('item').notNull(),
    seenAt: text('seen_at').notNull(),
    seenBy: text('seen_by').notNull(),
  },
  (t) => [naturalKey('claim_materials_key').on(t.claimId, t.item).where(live(t.deletedAt))],
)
