/**
 * Eight benefits decided by our calculation, by @gorules/zen-engine and by json-rules-engine, for the same invented
 * people. The peers get the dates worked out beforehand (peers/plain-facts.ts), uncharged; ours works them out itself,
 * and tells nine outcomes apart where a peer says yes or no. Who is eligible is compared, person by person.
 * Run: node test/bench/rule-engines.ts [people]. Needs `npm install` in test/bench/peers (the bench does it).
 */
import { join } from 'node:path'
import { createEngine } from '../../src/main/core/policy/engine.ts'
import { NO_TABLES } from '../../src/main/core/policy/facts.ts'
import { loadPacks } from '../../src/main/core/policy/pack-load.ts'
import { OUT } from '../../src/main/core/policy/weighing.ts'
import { dayOf } from '../../src/shared/domain/dates.ts'
import { median, report } from './measure.ts'
import { createJsonRulesEngine, createZenDecision } from './peers/engines.ts'
import { inventPeople } from './peers/invented-people.ts'
import { plainFacts } from './peers/plain-facts.ts'
import { jsonRules, plainRules, zenGrants, zenGraph } from './peers/rules.ts'

const AS_OF = '2021-12-15'
/** People that zen is given at once; its calls cross into Rust and back through promises. */
const AT_ONCE = 64

const count = Number(process.argv[2] ?? 20_000)
const { people, employers, agents } = inventPeople(count)
const rules = plainRules(dayOf(AS_OF))
const benefits = rules.map((rule) => rule.benefit)
const engine = createEngine(loadPacks(join(import.meta.dirname, '../../resources/policies')))
const facts = people.map((view) => plainFacts(view, employers))

const ours = new Set<string>()
const ourRounds: number[] = []
for (let round = 0; round < 8; round += 1) {
  const run = engine.run({ ...NO_TABLES, employers, agents }, AS_OF, benefits)
  ours.clear()
  const started = performance.now()
  for (const view of people) {
    run.person(view, (result) => {
      if (result.outcome === OUT.eligible) ours.add(`${view.id} ${result.row.id}`)
    })
  }
  ourRounds.push(performance.now() - started)
}

const zen = new Set<string>()
const decision = createZenDecision(zenGraph(rules))
const zenStarted = performance.now()
for (let first = 0; first < count; first += AT_ONCE) {
  await Promise.all(
    facts.slice(first, first + AT_ONCE).map(async (each, i) => {
      for (const benefit of await zenGrants(decision, each, rules)) zen.add(`p${first + i} ${benefit}`)
    }),
  )
}
const zenMs = performance.now() - zenStarted

const json = new Set<string>()
const jsonCount = Math.min(count, 5000)
const jsonEngine = createJsonRulesEngine(jsonRules(rules))
const jsonStarted = performance.now()
for (let i = 0; i < jsonCount; i += 1) {
  const { events } = await jsonEngine.run(facts[i] ?? {})
  for (const event of events) json.add(`p${i} ${event.type}`)
}
const jsonMs = performance.now() - jsonStarted

const rate = (many: number, ms: number) => Math.round((many * benefits.length * 1000) / ms)
report({
  benefits,
  people: count,
  eligible: Object.fromEntries(
    benefits.map((id) => [id, [...ours].filter((key) => key.endsWith(` ${id}`)).length]),
  ),
  /** decisions (people × benefits) a second */
  ours: rate(count, median(ourRounds)),
  zen: rate(count, zenMs),
  jsonRules: rate(jsonCount, jsonMs),
  zenDiffers: differences(ours, zen, count),
  jsonRulesDiffers: differences(ours, json, jsonCount),
})

/** Answers that differ, over the first `many` people. */
function differences(a: ReadonlySet<string>, b: ReadonlySet<string>, many: number): number {
  const within = (key: string) => Number(key.slice(1, key.indexOf(' '))) < many
  return (
    [...a].filter((key) => within(key) && !b.has(key)).length +
    [...b].filter((key) => within(key) && !a.has(key)).length
  )
}
