import { describe, expect, it } from 'vitest'
import { onePostPerPerson } from '../../../../../src/main/core/checks/one-post-per-person.ts'
import { postContractMonths } from '../../../../../src/main/core/checks/post-contract-months.ts'
import type { PostFact } from '../../../../../src/main/core/checks/post-facts.ts'
import { dayOf, formatDate } from '../../../../../src/shared/domain/dates.ts'

const ASOF = dayOf('2022-06-30')
const LIMIT = { from: dayOf('2021-05-04'), to: dayOf('2025-12-31') }

type Contract = [from: string | undefined, to?: string] | null
type Written = { from: string; to?: string | null; contract?: Contract }
const posts = (...written: Written[]): PostFact[] =>
  written.map(({ from, to, contract }, i) => ({
    id: `s${i}`,
    personId: 'p',
    from: dayOf(from),
    to: to === undefined || to === null ? to : dayOf(to),
    contract:
      contract === undefined || contract === null
        ? contract
        : {
            from: contract[0] === undefined ? undefined : dayOf(contract[0]),
            to: contract[1] === undefined ? undefined : dayOf(contract[1]),
          },
  }))

describe('one post at a time', () => {
  const found = (...written: Written[]) =>
    onePostPerPerson(posts(...written), { ...LIMIT, most: 1 }, ASOF).map(({ certainty, posts, from, to }) => [
      certainty,
      posts.map(({ id }) => id).join('+'),
      formatDate(from),
      to === undefined ? '' : formatDate(to),
    ])

  it.each<[string, Written[], string[][]]>([
    ['one post', [{ from: '2022-01-01', to: null }], []],
    [
      'the second begins the day after the first ends',
      [
        { from: '2021-07-01', to: '2021-12-31' },
        { from: '2022-01-01', to: null },
      ],
      [],
    ],
    [
      'they share one day',
      [
        { from: '2021-07-01', to: '2022-01-01' },
        { from: '2022-01-01', to: null },
      ],
      [['certain', 's0+s1', '2022-01-01', '2022-01-01']],
    ],
    [
      'both still go on',
      [
        { from: '2022-01-01', to: null },
        { from: '2021-07-01', to: null },
      ],
      [['certain', 's1+s0', '2022-01-01', '2022-06-30']],
    ],
    [
      'it is not known whether the first had ended',
      [{ from: '2021-07-01' }, { from: '2022-01-01', to: null }],
      [['possible', 's0+s1', '2022-01-01', '']],
    ],
    [
      'both were over before the document',
      [
        { from: '2020-07-01', to: '2021-05-03' },
        { from: '2021-01-01', to: '2021-12-31' },
      ],
      [],
    ],
    [
      'both went on into the document',
      [
        { from: '2020-07-01', to: '2021-05-04' },
        { from: '2021-01-01', to: '2021-12-31' },
      ],
      [['certain', 's0+s1', '2021-05-04', '2021-05-04']],
    ],
    [
      'the second begins after the day of asking',
      [
        { from: '2022-01-01', to: null },
        { from: '2022-07-01', to: null },
      ],
      [],
    ],
    [
      'three at once',
      [
        { from: '2022-01-01', to: null },
        { from: '2022-02-01', to: null },
        { from: '2022-03-01', to: null },
      ],
      [
        ['certain', 's0+s1', '2022-02-01', '2022-06-30'],
        ['certain', 's0+s2', '2022-03-01', '2022-06-30'],
        ['certain', 's1+s2', '2022-03-01', '2022-06-30'],
      ],
    ],
  ])('%s', (_, written, expected) => {
    expect(found(...written)).toEqual(expected)
  })
})

describe('contracts of posts', () => {
  const found = (contract: Contract | undefined, from = '2021-06-01') =>
    postContractMonths(posts({ from, to: null, ...(contract === undefined ? {} : { contract }) }), {
      ...LIMIT,
      most: 12,
    }).map(({ certainty, from, to }) => [certainty, formatDate(from), to === undefined ? '' : formatDate(to)])

  const contracts: readonly [string, Contract | undefined, string[][]][] = [
    ['a year to the day', ['2021-06-01', '2022-05-31'], []],
    ['one day more than a year', ['2021-06-01', '2022-06-01'], [['certain', '2022-06-01', '2022-06-01']]],
    ['a leap day at the end', ['2023-03-01', '2024-02-29'], []],
    ['two years', ['2021-06-01', '2023-05-31'], [['certain', '2022-06-01', '2023-05-31']]],
    ['signed before the document', ['2021-05-03', '2023-05-02'], []],
    ['signed on its first day', ['2021-05-04', '2022-05-04'], [['certain', '2022-05-04', '2022-05-04']]],
    ['no last day', ['2021-06-01'], [['possible', '2022-06-01', '']]],
    ['no first day', [undefined, '2022-05-31'], [['possible', '2022-06-01', '']]],
    ['nothing known', undefined, [['possible', '2022-06-01', '']]],
    ['known that there is none', null, []],
  ]
  it.each(contracts.map(([name, contract, expected]) => ({ name, contract, expected })))(
    '$name',
    ({ contract, expected }) => {
      expect(found(contract)).toEqual(expected)
    },
  )
})
