/**
 * What a partner office may receive. What is outside is not in the file at all. Plain data, decided per partner by the
 * office; the tables of each group are in `GROUP_OF_TABLE`.
 */

/** Groups of records that are given or not given as a whole. */
export const SCOPE_GROUPS = ['registry', 'work', 'services', 'claims', 'payments', 'policy'] as const
export type ScopeGroup = (typeof SCOPE_GROUPS)[number]

/** Fields that go only to those who need them. */
export const GUARDED_FIELDS = ['phone', 'bank'] as const
export type GuardedField = (typeof GUARDED_FIELDS)[number]

export type SyncScope = {
  /** codes of counties (6 digits); `all`: everybody */
  readonly counties: 'all' | readonly string[]
  /** whose county counts: that of the home, of the work, or either */
  readonly by: 'home' | 'work' | 'either'
  readonly groups: readonly ScopeGroup[]
  /** guarded fields that this partner may have */
  readonly fields: readonly GuardedField[]
}

/** Nobody and nothing: what a newly trusted partner gets until the office has decided. */
export const NOTHING: SyncScope = { counties: [], by: 'home', groups: [], fields: [] }

/** Everything, as a handover of a station needs it. */
export const EVERYTHING: SyncScope = {
  counties: 'all',
  by: 'home',
  groups: SCOPE_GROUPS,
  fields: GUARDED_FIELDS,
}

/** Columns of the guarded fields, by table. The facts frozen in a claim hold neither. */
export const GUARDED_COLUMNS: Readonly<Record<string, Readonly<Record<string, GuardedField>>>> = {
  households: { phone: 'phone' },
  people: { phone: 'phone', payee_bank: 'bank', payee_account: 'bank', payee_account_kind: 'bank' },
  employers: { phone: 'phone', bank_name: 'bank', bank_account: 'bank' },
  agents: { phone: 'phone', bank_name: 'bank', bank_account: 'bank' },
  objections: { phone: 'phone' },
}

/**
 * The group of each synced table. `own`: never leaves the ledger but in a handover; `never`: not even then; `always`: goes
 * with what it speaks of. A test names the tables that were forgotten.
 */
export const GROUP_OF_TABLE: Readonly<Record<string, ScopeGroup | 'own' | 'never' | 'always'>> = {
  households: 'registry',
  household_years: 'registry',
  people: 'registry',
  person_categories: 'registry',
  employers: 'registry',
  employer_recognitions: 'registry',
  agents: 'registry',
  schools: 'registry',
  stations: 'registry',
  pairings: 'registry',
  duplicate_verdicts: 'registry',
  spells: 'work',
  spell_years: 'work',
  insured_years: 'work',
  rent_years: 'work',
  certificates: 'work',
  courses: 'work',
  enrolments: 'work',
  placements: 'work',
  attendance: 'work',
  fairs: 'services',
  fair_employers: 'services',
  service_records: 'services',
  job_seekers: 'services',
  vacancies: 'services',
  referrals: 'services',
  claims: 'claims',
  claim_entitlements: 'claims',
  claim_events: 'claims',
  claim_holds: 'claims',
  claim_materials: 'claims',
  grants: 'claims',
  decisions: 'claims',
  outside_answers: 'claims',
  batches: 'claims',
  budget_lines: 'claims',
  procedures: 'claims',
  samples: 'claims',
  sample_calls: 'claims',
  public_lists: 'claims',
  objections: 'claims',
  payment_files: 'payments',
  payments: 'payments',
  bank_returns: 'payments',
  clawbacks: 'payments',
  standards: 'policy',
  parameters: 'policy',
  // Whom an office trusts, and from when it calculates by what, it decides itself; the pack files go along as files.
  installed_packs: 'own',
  pack_activations: 'own',
  pack_signers: 'own',
  scenarios: 'own',
  duty_years: 'own',
  bank_profiles: 'own',
  export_profiles: 'own',
  calendar_days: 'own',
  material_items: 'own',
  check_settings: 'own',
  comparison_lists: 'own',
  form_layouts: 'own',
  papers: 'own',
  attachments: 'own',
  officers: 'own',
  imports: 'own',
  conflict_decisions: 'always',
  partners: 'never',
}

/** Groups whose records refer to records of others. */
const NEEDS: Readonly<Partial<Record<ScopeGroup, readonly ScopeGroup[]>>> = {
  work: ['registry'],
  services: ['registry'],
  claims: ['registry'],
  payments: ['registry', 'claims'],
}

/** What a scope lacks to make sense: groups and fields that a chosen group cannot do without. Empty: it is whole. */
export function missingInScope(scope: SyncScope): readonly (ScopeGroup | GuardedField)[] {
  const missing = new Set<ScopeGroup | GuardedField>()
  for (const group of scope.groups)
    for (const needed of NEEDS[group] ?? []) if (!scope.groups.includes(needed)) missing.add(needed)
  // A payment without its account is none.
  if (scope.groups.includes('payments') && !scope.fields.includes('bank')) missing.add('bank')
  return [...missing]
}
