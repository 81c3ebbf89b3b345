import { attachments } from './attachments.ts'
import { batches, budgets, publicity } from './batches.ts'
import { checks } from './checks.ts'
import { claims } from './claims.ts'
import { dashboard } from './dashboard.ts'
import { decisions } from './decisions.ts'
import { duplicates } from './duplicates.ts'
import { duties } from './duties.ts'
import { exports } from './exports.ts'
import { files } from './files.ts'
import { imports } from './imports.ts'
import { audit, events, jobs } from './jobs.ts'
import { ledger, settings } from './ledger.ts'
import { officers, session } from './officers.ts'
import { outlook } from './outlook.ts'
import { outside } from './outside.ts'
import { packs } from './packs.ts'
import { papers } from './papers.ts'
import { partners } from './partners.ts'
import { payments } from './payments.ts'
import { policy } from './policy.ts'
import { agents, employers, organisations, people, places, regions, search } from './registry.ts'
import { scenarios } from './scenarios.ts'
import { services } from './services.ts'
import { sync } from './sync.ts'
import { views } from './views.ts'
import { workflow } from './workflow.ts'

/** Every call between screens and ledger. Nothing else crosses. */
export const contract = {
  ledger,
  settings,
  officers,
  session,
  files,
  jobs,
  events,
  audit,
  people,
  employers,
  agents,
  organisations,
  places,
  regions,
  search,
  views,
  imports,
  exports,
  policy,
  outlook,
  packs,
  scenarios,
  claims,
  decisions,
  services,
  duplicates,
  duties,
  papers,
  workflow,
  batches,
  publicity,
  budgets,
  payments,
  outside,
  dashboard,
  attachments,
  checks,
  partners,
  sync,
}
export type Contract = typeof contract
