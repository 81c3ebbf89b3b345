/**
 * Reading at 200,000 people: the search box, the list of people, one person, the dashboard; medians of 50 runs.
 * Run: node test/bench/search.ts [people]. The ledger is made once (large-ledger.ts).
 */
import { gatherNames } from '../../src/main/core/registry/names-at-hand.ts'
import { listPeople, type PeopleFilter } from '../../src/main/core/registry/people-list.ts'
import { personDetail } from '../../src/main/core/registry/person-detail.ts'
import { loadRegions } from '../../src/main/core/registry/regions.ts'
import { searchEverything } from '../../src/main/core/registry/search-everything.ts'
import { dashboardView } from '../../src/main/core/reports/dashboard.ts'
import { LARGE_RESOURCES, largeLedger } from './large-ledger.ts'

const RUNS = 50
const TODAY = '2022-09-30'
const count = Number(process.argv[2] ?? 200_000)
const ledger = await (await largeLedger({ people: count })).open()
const { reader } = ledger
const regions = loadRegions(LARGE_RESOURCES)

try {
  const known = reader
    .prepare<{ id: string; idNumber: string; phone: string }>(
      'SELECT id, id_number AS idNumber, phone FROM people WHERE phone IS NOT NULL ORDER BY id LIMIT 1 OFFSET ?',
    )
    .get(Math.floor(count * 0.6))
  if (known === undefined) throw new Error('the large ledger has no person with a phone')

  const everything = (text: string) => () => searchEverything(reader, text, 12, [], regions).length
  const list =
    (filter: Partial<PeopleFilter>, offset = 0) =>
    () =>
      listPeople(reader, { search: '', categories: [], ...filter, offset, limit: 50 }, TODAY, regions).total

  console.log(`${count} people · median and worst of ${RUNS} runs, warm; then the median of processor time`)
  report('before names are gathered: 阿依', everything('阿依'))
  report('before names are gathered: 王秀', everything('王秀'))
  // As the threads that answer searches do when they have nothing else to do.
  const started = performance.now()
  gatherNames(reader)
  console.log(`names gathered in ${ms(performance.now() - started).trim()}`)
  report('search box: two-character name 阿依', everything('阿依'), 16)
  report('search box: two-character name 王秀', everything('王秀'), 16)
  report('search box: name without its dot 吉克阿依', everything('吉克阿依'))
  report('search box: pinyin jike', everything('jike'))
  report('search box: initials jkay', everything('jkay'))
  report('search box: ID tail', everything(known.idNumber.slice(-6)))
  report('search box: whole ID', everything(known.idNumber))
  report('search box: phone', everything(known.phone))
  report('list: two-character name 阿依', list({ search: '阿依' }), 16)
  report('list: two-character name 王秀', list({ search: '王秀' }), 16)
  report('list: pinyin jike', list({ search: 'jike' }))
  report('list: initials jkay', list({ search: 'jkay' }))
  report('list: ID tail', list({ search: known.idNumber.slice(-6) }))
  report('list: phone', list({ search: known.phone }))
  report('list: first window', list({}))
  report('list: window at three quarters', list({}, Math.floor(count * 0.75)))
  report('list: home county', list({ homeCounty: '511133' }))
  report('list: women', list({ sex: '女' }))
  report('list: 18 to 35 years old', list({ ageFrom: 18, ageTo: 35 }))
  report('list: poverty-lifted', list({ categories: ['poverty-lifted'] }))
  report('list: working', list({ working: 'yes' }))
  report('list: not working', list({ working: 'no' }))
  report('list: working in Jinhua', list({ workCounty: '3307' }))
  report('list: women in a county named 阿', list({ homeCounty: '511133', sex: '女', search: '阿' }))
  report('one person', () => personDetail(reader, known.id, TODAY, regions).spells.length, 5)
  report('dashboard', () => dashboardView(reader, TODAY, regions, new Map()).people, 150)
} finally {
  ledger.close()
}

function report(name: string, run: () => number, goal?: number): void {
  const found = run()
  const times: number[] = []
  const processor: number[] = []
  for (let i = 0; i < RUNS; i += 1) {
    const used = process.cpuUsage()
    const started = performance.now()
    run()
    times.push(performance.now() - started)
    const { user, system } = process.cpuUsage(used)
    processor.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  processor.sort((a, b) => a - b)
  const median = times[RUNS / 2] ?? 0
  const wanted = goal === undefined ? '' : `goal ${goal} ms ${median <= goal ? '✓' : '✗'}`
  console.log(
    `${padded(name, 44)}${ms(median)}${ms(times.at(-1) ?? 0)}${ms(processor[RUNS / 2] ?? 0)}${String(found).padStart(9)}  ${wanted}`,
  )
}

function ms(time: number): string {
  return `${time.toFixed(2)} ms`.padStart(13)
}

/** Han characters are two columns wide on a terminal. */
function padded(text: string, width: number): string {
  const columns = [...text].reduce((sum, char) => sum + (/\p{Script=Han}/u.test(char) ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(1, width - columns))
}
