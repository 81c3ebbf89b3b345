/** Eight benefits as plain rules over plain facts, and the same rules in the words of each peer. */
import type { ZenDecision } from './engines.ts'
import { DAYS, type PlainFacts } from './plain-facts.ts'

type Name = keyof PlainFacts
type Comparison =
  | { fact: Name; is: '>=' | '<=' | '=='; value: number | string }
  | { fact: Name; is: '>=' | '<='; other: Name }
  | { fact: Name; is: 'in'; values: readonly string[] }

export type PlainRule = { benefit: string; all: readonly Comparison[] }

const from = (fact: Name, value: number): Comparison => ({ fact, is: '>=', value })
const until = (fact: Name, value: number): Comparison => ({ fact, is: '<=', value })
const oneOf = (fact: Name, values: readonly string[]): Comparison => ({ fact, is: 'in', values })

const LIFTED = ['poverty-lifted']
const LIFTED_OR_MONITORED = [
  'poverty-lifted',
  'monitored-unstable',
  'monitored-marginal',
  'monitored-hardship',
]
const ANY_OF_SEVEN = [...LIFTED_OR_MONITORED, 'minimum-living', 'extreme-poverty', 'relocated']
const JINHUA_PARTNERS = [
  ...['511902', '511921', '511922', '511923'],
  ...['621202', '621221', '621222', '621223', '621224', '621225', '621226', '621227', '621228'],
  ...['621102', '621121', '621122', '621123', '621124', '621125', '621126'],
]

/** The category holds on some day from the day the rest is met, and that day is past and in the document's time. */
function held(kinds: readonly string[], met: Name, end: number): Comparison[] {
  return [
    oneOf('category', kinds),
    { fact: 'categoryTo', is: '>=', other: met },
    until(met, end),
    until('categoryFrom', end),
  ]
}

export function plainRules(asOf: number): PlainRule[] {
  const shaoxing: Comparison[] = [
    oneOf('homeProvince', ['51', '52', '42', '22']),
    from('sxFirst', DAYS.sx),
    until('sxFirst', DAYS.sxEnd),
  ]
  const jinhua: Comparison[] = [oneOf('home', JINHUA_PARTNERS), from('jhFirst', DAYS.jh)]
  return [
    { benefit: 'SX-01', all: [...shaoxing, ...held(LIFTED, 'sxThirdMonth', DAYS.sxEnd)] },
    { benefit: 'SX-02', all: [...shaoxing, ...held(LIFTED, 'sxTwelveMonths', DAYS.sxEnd)] },
    {
      benefit: 'SX-09',
      all: [
        ...shaoxing,
        until('sxOrganised', DAYS.sxEnd),
        { fact: 'categoryTo', is: '>=', other: 'sxOrganised' },
        ...held(LIFTED, 'sxThirdMonth', DAYS.sxEnd),
      ],
    },
    { benefit: 'JH-02', all: [...jinhua, ...held(LIFTED, 'jhFirstMonth', asOf)] },
    {
      benefit: 'JH-16',
      all: [
        ...jinhua,
        oneOf('jhKind', ['enterprise', 'small-enterprise']),
        ...held(LIFTED, 'jhThreeInARow', asOf),
      ],
    },
    {
      benefit: 'GZ-07',
      all: [
        { fact: 'homeProvince', is: '==', value: '52' },
        ...held(ANY_OF_SEVEN, 'contractThirdMonth', asOf),
      ],
    },
    {
      benefit: 'HLJ-01',
      all: [{ fact: 'homeProvince', is: '==', value: '23' }, ...held(LIFTED, 'contractDay', asOf)],
    },
    {
      benefit: 'HLJ-02',
      all: [
        { fact: 'homeProvince', is: '==', value: '23' },
        from('fareFen', 0),
        ...held(LIFTED_OR_MONITORED, 'outsideThreeMonths', asOf),
      ],
    },
  ]
}

/** A decision of one node whose expressions are the rules. */
export function zenGraph(rules: readonly PlainRule[]): object {
  const expressions = rules.map(({ benefit, all }) => ({
    id: benefit,
    key: benefit.replace('-', ''),
    value: all.map(zenExpression).join(' and '),
  }))
  const position = { x: 0, y: 0 }
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', type: 'inputNode', name: 'facts', position },
      { id: 'rules', type: 'expressionNode', name: 'rules', position, content: { expressions } },
      { id: 'out', type: 'outputNode', name: 'results', position },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'rules' },
      { id: 'b', type: 'edge', sourceId: 'rules', targetId: 'out' },
    ],
  }
}

function zenExpression(one: Comparison): string {
  if (one.is === 'in') return `${one.fact} in [${one.values.map((value) => `'${value}'`).join(',')}]`
  if ('other' in one) return `${one.fact} ${one.is} ${one.other}`
  return `${one.fact} ${one.is} ${typeof one.value === 'string' ? `'${one.value}'` : one.value}`
}

/** Which benefits a zen decision grants. */
export async function zenGrants(decision: ZenDecision, facts: PlainFacts, rules: readonly PlainRule[]) {
  const { result } = await decision.evaluate(facts)
  return rules
    .filter(({ benefit }) => result[benefit.replace('-', '')] === true)
    .map(({ benefit }) => benefit)
}

const OPERATORS = {
  '>=': 'greaterThanInclusive',
  '<=': 'lessThanInclusive',
  '==': 'equal',
  in: 'in',
} as const

/** The same rules for json-rules-engine; an event names the benefit. */
export function jsonRules(rules: readonly PlainRule[]) {
  return rules.map(({ benefit, all }) => ({
    conditions: {
      all: all.map((one) => ({
        fact: one.fact,
        operator: OPERATORS[one.is],
        value: one.is === 'in' ? [...one.values] : 'other' in one ? { fact: one.other } : one.value,
      })),
    },
    event: { type: benefit },
  }))
}
