import type { Topic } from '../../../shared/contract/jobs.ts'

/** Which part of the screens each table feeds. A table that is missing here is found by a test. */
export const TOPICS_OF_TABLE: Readonly<Record<string, readonly Topic[]>> = {
  settings: ['settings'],
  households: ['people'],
  household_years: ['people'],
  people: ['people'],
  person_categories: ['people'],
  employers: ['employers'],
  employer_recognitions: ['employers'],
  agents: ['agents'],
  schools: ['places'],
  stations: ['places'],
  pairings: ['places'],
  spells: ['work', 'people', 'employers', 'agents'],
  spell_years: ['work'],
  insured_years: ['work'],
  rent_years: ['work'],
  certificates: ['work'],
  courses: ['work'],
  enrolments: ['work'],
  placements: ['work'],
  fairs: ['work', 'services'],
  fair_employers: ['work', 'services'],
  attendance: ['work'],
  attachments: ['attachments'],
  service_records: ['services'],
  job_seekers: ['services'],
  vacancies: ['services'],
  referrals: ['services'],
  duty_years: ['services'],
  decisions: ['claims'],
  files: ['imports'],
  imports: ['imports'],
  import_findings: ['imports'],
  import_mappings: ['imports'],
  standards: ['policy'],
  parameters: ['policy'],
  installed_packs: ['policy'],
  pack_activations: ['policy'],
  pack_signers: ['policy'],
  evaluation_runs: ['evaluation'],
  evaluation_results: ['evaluation'],
  evaluation_refusals: ['evaluation'],
  evaluation_refusal_sets: ['evaluation'],
  claims: ['claims'],
  claim_events: ['claims'],
  claim_entitlements: ['claims'],
  grants: ['claims', 'people'],
}

/** The topics that a write to these tables touches. */
export function topicsOf(tables: Iterable<string>): Topic[] {
  const topics = new Set<Topic>()
  for (const table of tables) for (const topic of TOPICS_OF_TABLE[table] ?? []) topics.add(topic)
  return [...topics]
}
