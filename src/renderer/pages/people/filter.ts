import type { z } from 'zod'
import type { peopleFilter } from '../../../shared/contract/registry.ts'
import { CATEGORIES, type Category, isCategory } from '../../../shared/domain/categories.ts'
import { ETHNICITIES, type EthnicityCode, ethnicityName } from '../../../shared/domain/ethnicity.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'

export type PeopleFilter = z.input<typeof peopleFilter>

/** The filter as an address carries it, so that a number anywhere can be a door to its people. */
export function filterOf(params: URLSearchParams): PeopleFilter {
  const text = (key: string) => params.get(key) ?? undefined
  const number = (key: string) => {
    const value = Number(params.get(key))
    return params.get(key) && Number.isInteger(value) ? value : undefined
  }
  const working = params.get('working')
  const sex = params.get('sex')
  const filter: PeopleFilter = {
    search: params.get('search') ?? '',
    categories: params.getAll('category').filter(isCategory),
  }
  const homeCounty = text('homeCounty')
  if (homeCounty) filter.homeCounty = homeCounty
  const homeTownship = text('homeTownship')
  if (homeTownship) filter.homeTownship = homeTownship
  const workCounty = text('workCounty')
  if (workCounty) filter.workCounty = workCounty
  if (working === 'yes' || working === 'no') filter.working = working
  if (sex === '男' || sex === '女') filter.sex = sex
  const ageFrom = number('ageFrom')
  if (ageFrom !== undefined) filter.ageFrom = ageFrom
  const ageTo = number('ageTo')
  if (ageTo !== undefined) filter.ageTo = ageTo
  const ethnicity = text('ethnicity')
  if (ethnicity) filter.ethnicity = ethnicity
  const importId = text('importId')
  if (importId) filter.importId = importId
  const organisation = text('organisation')
  if (organisation) filter.organisationId = organisation
  const insured = text('insured')
  if (insured && /^\d{4}-\d{2}$/.test(insured)) filter.insuredIn = insured
  if (params.get('contract') === 'ending') filter.contractEnding = true
  if (params.get('household') === 'one') filter.oneOfHousehold = true
  return filter
}

/** What one condition says, in words. `names` gives the names of counties and organisations. */
export function chipsOf(
  params: URLSearchParams,
  names: Readonly<Record<string, string>>,
): { key: string; value: string; text: string }[] {
  const words: Readonly<Record<string, (value: string) => string>> = {
    category: (value) => (isCategory(value) ? `类别：${CATEGORY_TEXT[value]}` : value),
    homeCounty: (value) => `户籍在 ${names[value] ?? value}`,
    homeTownship: (value) => `户籍在 ${value}`,
    workCounty: (value) => `务工在 ${names[value] ?? value}`,
    working: (value) => (value === 'yes' ? '现在在岗' : '现在不在岗'),
    sex: (value) => `${value}性`,
    ageFrom: (value) => `年满 ${value} 岁`,
    ageTo: (value) => `不超过 ${value} 岁`,
    ethnicity: (value) => `民族：${value in ETHNICITIES ? ethnicityName(value as EthnicityCode) : value}`,
    importId: () => '某一次导入涉及的人',
    organisation: (value) =>
      `${params.get('working') === 'yes' ? '现在' : ''}在 ${names[value] ?? '某单位'} 务工或由它输出`,
    insured: (value) => `${value} 参保`,
    contract: () => '劳动合同一个月内到期',
    household: () => '每户一人（户主）',
  }
  return [...params].flatMap(([key, value]) => {
    const word = words[key]
    return word && (key !== 'category' || isCategory(value)) ? [{ key, value, text: word(value) }] : []
  })
}

export const CATEGORY_OPTIONS: { value: Category; label: string }[] = CATEGORIES.map((category) => ({
  value: category,
  label: CATEGORY_TEXT[category],
}))

/** What is filtered and searched now, as an address without what is open; empty where nothing is. */
export function addressOf(params: URLSearchParams, search: string): string {
  const kept = new URLSearchParams(chipsOf(params, {}).map(({ key, value }) => [key, value]))
  if (search !== '') kept.set('search', search)
  return kept.toString()
}

/** Makes an address say what a kept one says, and nothing else. */
export function replaceAll(next: URLSearchParams, address: string): void {
  for (const key of [...next.keys()]) next.delete(key)
  for (const [key, value] of new URLSearchParams(address)) next.append(key, value)
}
