import type { Assistants } from './procedure.ts'

/** What a second thread does beside a job. Each loads its own files only: a job waits for its second thread to be up. */
export const assistants: Assistants = {
  'policy.decide': async () => (await import('./entitlements/shared-ranges.ts')).decideAlong,
  'import.read-roster': async () => (await import('./exchange/rows-along.ts')).readRosterAlong,
}
