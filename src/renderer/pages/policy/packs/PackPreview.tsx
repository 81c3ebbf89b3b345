import { ArrowLeftOutlined, ExportOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { fileRef } from '../../../../shared/contract/files.ts'
import {
  type PackChangeRow,
  type PackView,
  type PackPreview as Preview,
  packPreview,
} from '../../../../shared/contract/packs.ts'
import { PACK_CHANGES, type PackChange } from '../../../../shared/domain/packs.ts'
import { PACK_CHANGE_TEXT } from '../../../../shared/text/packs.ts'
import { client } from '../../../client.ts'
import { FilterChips } from '../../../components/FilterChips.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { saveFile } from '../../../components/save-file.ts'
import { count, Money } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import { useJob } from '../../../state/jobs.ts'
import { ActivatePack } from './ActivatePack.tsx'
import { ChangeBars } from './ChangeBars.tsx'
import { ChangedCases } from './ChangedCases.tsx'
import { GoBack } from './GoBack.tsx'

/** Rows that one answer brings at most. */
const MOST_ROWS = 2000

export type CaseFilter = { change?: PackChange; use?: string; county?: string }

/** What would change for whom: sums by benefit, fund and county, and every case, before anything is activated. */
export function PackPreview({ pack, onClose }: { pack: PackView; onClose: () => void }) {
  const { asOf } = useDay()
  const { message } = App.useApp()
  const [filter, setFilter] = useState<CaseFilter>({})
  const job = useJob(packPreview)
  const exporting = useJob(fileRef)
  // What is on screen stays while other rows of the same comparison are fetched.
  const [shown, setShown] = useState<Preview>()
  const { start } = job
  const compare = useCallback(
    async (wanted: CaseFilter) => {
      const made = await start(() => client.packs.preview({ packId: pack.id, asOf, filter: wanted }))
      if (made) setShown(made)
    },
    [start, pack.id, asOf],
  )
  useEffect(() => void compare({}), [compare])
  const choose = (next: CaseFilter) => {
    setFilter(next)
    // Where every case is here already the rows are picked on the spot.
    if (shown && casesOf(shown) > MOST_ROWS) void compare(next)
  }
  const doExport = async () => {
    const file = await exporting.start(() => client.packs.exportPreview({ packId: pack.id, asOf, filter }))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  const ids = pack.documents.map(({ id }) => id).join('、')
  const rows = shown?.rows.filter((row) => fits(row, filter, shown)) ?? []
  return (
    <div className="stack">
      <div className="row">
        <Button type="text" icon={<ArrowLeftOutlined />} onClick={onClose}>
          政策包
        </Button>
        <h2 className="pack-title">
          {shown?.back ? `退回 ${ids} 会影响谁` : `启用 ${ids} 会影响谁`}
          <span className="quiet">
            截至 {asOf}
            {shown && `，${count(shown.peopleCount)} 人，比较用了 ${shown.seconds.toFixed(1)} 秒，没有写入`}
          </span>
        </h2>
        <span style={{ flex: 1 }} />
        <Button
          icon={<ExportOutlined />}
          loading={exporting.running}
          disabled={!shown || shown.matching === 0}
          onClick={() => void doExport()}
        >
          导出名单
        </Button>
        {pack.activeFrom === null ? (
          <ActivatePack pack={pack} onDone={onClose} />
        ) : (
          <GoBack pack={pack} strong />
        )}
      </div>
      <Problem error={job.error ?? exporting.error} retry={() => void compare(filter)} />
      {job.running && !shown && <JobProgress job={job.job} onCancel={job.cancel} />}
      {exporting.running && <JobProgress job={exporting.job} onCancel={exporting.cancel} />}
      {shown && (
        <>
          <Totals shown={shown} />
          <div className="pack-sums">
            <ChangeBars
              preview={shown}
              chosen={filter.use}
              onChoose={(use, change) =>
                choose(
                  use === undefined
                    ? without(filter, 'use')
                    : { ...filter, use, ...(change ? { change } : {}) },
                )
              }
            />
            <Sums shown={shown} onCounty={(county) => choose({ ...filter, county })} />
          </div>
          <section className="card pack-card" aria-label="有变化的">
            <div className="row row-wrap pack-kinds">
              <b>有变化的</b>
              {PACK_CHANGES.filter((change) => shown.totals[change] > 0).map((change) => (
                <Button
                  key={change}
                  size="small"
                  type={filter.change === change ? 'primary' : 'default'}
                  aria-pressed={filter.change === change}
                  onClick={() =>
                    choose(filter.change === change ? without(filter, 'change') : { ...filter, change })
                  }
                >
                  {PACK_CHANGE_TEXT[change]} {count(shown.totals[change])}
                </Button>
              ))}
              {casesOf(shown) === 0 && <span className="quiet">没有一项有变化。</span>}
            </div>
            <FilterChips chips={chipsOf(filter, shown, choose)} onClear={() => choose({})} />
            {rows.length > 0 && (
              <ChangedCases packId={pack.id} preview={shown} rows={rows} stale={job.running} />
            )}
            {shown.matching > shown.rows.length && (
              <p className="quiet">
                这里只列前 {count(shown.rows.length)} 项，共 {count(shown.matching)} 项；全部名单请导出。
              </p>
            )}
          </section>
        </>
      )}
    </div>
  )
}

function Totals({ shown }: { shown: Preview }) {
  const { totals, people, bodies } = shown
  const difference = totals.afterFen - totals.beforeFen
  return (
    <div className="pack-totals" data-testid="pack-totals">
      <Figure label="现在可领（元）">
        <Money fen={totals.beforeFen} />
      </Figure>
      <Figure label={`${shown.back ? '退回' : '启用'}后可领（元）`}>
        <Money fen={totals.afterFen} />
      </Figure>
      <Figure label="相差（元）">
        <span className={difference < 0 ? 'bad' : ''}>
          {difference > 0 && '+'}
          <Money fen={difference} />
        </span>
      </Figure>
      <Figure label="多领的人 / 单位">
        {count(people.better)} / {count(bodies.better)}
      </Figure>
      <Figure label="少领的人 / 单位">
        <span className={people.worse + bodies.worse > 0 ? 'bad' : ''}>
          {count(people.worse)} / {count(bodies.worse)}
        </span>
      </Figure>
    </div>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="pack-figure">
      <b className="digits">{children}</b>
      <span>{label}</span>
    </div>
  )
}

/** By fund and by county. */
function Sums({ shown, onCounty }: { shown: Preview; onCounty: (county: string) => void }) {
  const after = shown.back ? '退回后' : '启用后'
  return (
    <div className="stack">
      <section className="card pack-card" aria-label="按资金渠道">
        <table className="plain-table">
          <thead>
            <tr>
              <th>资金渠道</th>
              <th className="num">现在</th>
              <th className="num">{after}</th>
              <th className="num">相差</th>
            </tr>
          </thead>
          <tbody>
            {shown.funds.map((fund) => (
              <tr key={fund.fund}>
                <td>{fund.fund}</td>
                <SumCells {...fund} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.counties.length > 0 && (
        <section className="card pack-card" aria-label="按县">
          <table className="plain-table">
            <thead>
              <tr>
                <th>县（区）</th>
                <th className="num">现在</th>
                <th className="num">{after}</th>
                <th className="num">相差</th>
              </tr>
            </thead>
            <tbody>
              {shown.counties.map((county) => (
                <tr key={county.county}>
                  <td>
                    <button type="button" className="as-link" onClick={() => onCounty(county.county)}>
                      {county.name}
                    </button>
                  </td>
                  <SumCells {...county} />
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

function SumCells({ beforeFen, afterFen }: { beforeFen: number; afterFen: number }) {
  const difference = afterFen - beforeFen
  return (
    <>
      <td className="num">
        <Money fen={beforeFen} />
      </td>
      <td className="num">
        <Money fen={afterFen} />
      </td>
      <td className={difference < 0 ? 'num bad' : 'num'}>
        {difference > 0 && '+'}
        <Money fen={difference} />
      </td>
    </>
  )
}

function casesOf({ totals }: Preview): number {
  return PACK_CHANGES.reduce((all, change) => all + totals[change], 0)
}

function fits(row: PackChangeRow, filter: CaseFilter, shown: Preview): boolean {
  const county = shown.counties.find((one) => one.county === filter.county)?.name
  return (
    (filter.change === undefined || row.change === filter.change) &&
    (filter.use === undefined || row.use === filter.use) &&
    (filter.county === undefined ||
      row.countyText === county ||
      (filter.county === '' && row.countyText === ''))
  )
}

function without(filter: CaseFilter, key: keyof CaseFilter): CaseFilter {
  const { [key]: _, ...rest } = filter
  return rest
}

function chipsOf(filter: CaseFilter, shown: Preview, choose: (next: CaseFilter) => void) {
  const chips: { key: keyof CaseFilter; text: string }[] = []
  const use = shown.benefits.find((one) => one.use === filter.use)
  if (use) chips.push({ key: 'use', text: `${use.ids.join('、')} ${use.name}` })
  const county = shown.counties.find((one) => one.county === filter.county)
  if (county) chips.push({ key: 'county', text: county.name })
  return chips.map(({ key, text }) => ({ key, text, onRemove: () => choose(without(filter, key)) }))
}
