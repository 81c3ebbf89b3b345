import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { Run } from '../policy/engine.ts'
import type { PersonView } from '../policy/facts.ts'
import { Cancelled, type JobContext, type Surroundings } from '../procedure.ts'
import { ledgerEngine } from './ledger-engine.ts'
import { ledgerTables } from './ledger-tables.ts'
import { PersonViewReader } from './person-views.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** People that are read, decided and stored at once: few enough to stay in the processor's cache, and one thread's memory small. */
export const RANGE = 1000

/** Which benefits, none: all, as of which day. */
export type Asked = { readonly asOf: string; readonly benefits: readonly string[] }

/** What a calculation over everybody works with. */
export type Plan = { readonly run: Run; readonly reader: PersonViewReader }

/** @throws Refusal `policy.unknown-benefit` */
export function planOf(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  { asOf, benefits }: Asked,
): Plan {
  const engine = ledgerEngine(context, ledger, asOf)
  for (const benefit of benefits) if (engine.row(benefit) === undefined) throw unknownBenefit(benefit)
  return {
    run: engine.run(ledgerTables(ledger), asOf, benefits.length === 0 ? undefined : benefits),
    reader: new PersonViewReader(ledger, { sources: false }),
  }
}

/** People on record. */
export function countPeople(ledger: Reading): number {
  return (
    ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM people WHERE deleted_at IS NULL').get()?.n ?? 0
  )
}

/**
 * Reads everybody in ranges and hands each range to `people` (which decides), then asks for the bodies paid for
 * themselves. Gives the number of people. @throws Refusal `policy.unknown-benefit`, Cancelled
 */
export function decideEverybody(
  context: JobContext,
  ledger: Reading,
  input: Asked,
  people: (run: Run, views: readonly PersonView[]) => void,
  bodies: (run: Run) => void,
): number {
  const { run, reader } = planOf(context, ledger, input)
  const total = countPeople(ledger)
  let done = 0
  context.progress('测算', 0, total, '人')
  for (const [first, last] of reader.split(RANGE)) {
    if (context.shouldStop()) throw new Cancelled()
    const views = reader.range(first, last)
    people(run, views)
    done += views.length
    context.progress('测算', done, total, '人')
  }
  bodies(run)
  return done
}

export function unknownBenefit(benefit: string): Refusal {
  return new Refusal(
    'policy.unknown-benefit',
    `政策库中没有可测算的“${benefit}”。请核对编号（如 JH-16），或用 liaison policy list 查看。`,
    { benefit },
  )
}
