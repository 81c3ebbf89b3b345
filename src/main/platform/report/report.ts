import { FUNDS, type Fund } from '../../../shared/domain/policy.ts'
import { FUND_TEXT } from '../../../shared/text/policy.ts'
import type { Store } from '../store/store.ts'
import type { worldOf } from '../world.ts'
import { type Duplicates, duplicatesOf } from './duplicates.ts'
import { type Totals, totalsOf } from './totals.ts'

/** What the province's store holds, in numbers and names. */
export type Report = {
  readonly asOf: string
  readonly totals: Totals
  readonly duplicates: Duplicates | null
  /** names of counties, benefits, funds and offices that occur */
  readonly names: Readonly<
    Record<'counties' | 'benefits' | 'funds' | 'offices', Readonly<Record<string, string>>>
  >
}

/** @param options `most`: duplicates that are given by name; undefined: they are not looked for */
export async function reportOf(
  store: Store,
  world: ReturnType<typeof worldOf>,
  options: { readonly asOf: string; readonly most?: number; readonly onProgress?: (people: number) => void },
): Promise<Report> {
  const { asOf, most, onProgress } = options
  const totals = await totalsOf(store, asOf)
  const duplicates = most === undefined ? null : await duplicatesOf(store, most, onProgress)
  const named = <T>(values: readonly T[], text: (value: T) => readonly [string, string]) =>
    Object.fromEntries(values.map(text))
  const shown = [
    ...totals.counties.map(({ county }) => county),
    ...(duplicates?.sameShown ?? []).flatMap(({ records }) => records.map(({ county }) => county)),
    ...(duplicates?.similarShown ?? []).flatMap(({ one, other }) => [one.county, other.county]),
  ]
  return {
    asOf,
    totals,
    duplicates,
    names: {
      counties: named([...new Set(shown.filter((code) => code !== null))], (code) => [
        code,
        world.countyName(code),
      ]),
      benefits: named(totals.benefits, ({ benefit }) => [benefit, world.benefitName(benefit) ?? benefit]),
      funds: named(totals.benefits, ({ fund }) => [fund ?? '', fundName(fund)]),
      offices: named(totals.offices, ({ node, name }) => [node, name]),
    },
  }
}

function fundName(fund: string | null): string {
  return FUNDS.includes(fund as Fund) ? FUND_TEXT[fund as Fund] : (fund ?? '')
}
