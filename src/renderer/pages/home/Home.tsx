import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import dayjs from 'dayjs'
import { Link } from 'react-router'
import type { DashboardView } from '../../../shared/contract/dashboard.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { api } from '../../api.ts'
import { Page } from '../../components/Page.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count, Door, Money, momentText } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { OutcomesChart, PendingChart, ProvinceChart } from './charts.tsx'
import { OutlookDoors } from './OutlookDoors.tsx'
import { ShortPath } from './ShortPath.tsx'

/** 工作台: what there is, what is due, what is coming. Every number opens its rows. */
export function Home() {
  const { asOf } = useDay()
  const view = useQuery({
    ...api.dashboard.view.queryOptions({ input: { asOf } }),
    placeholderData: (before) => before,
  })
  return (
    <Page title="工作台">
      <Problem error={view.error} retry={() => void view.refetch()} />
      {view.isPending && <Skeleton active />}
      {view.data && <Dashboard view={view.data} />}
    </Page>
  )
}

function Dashboard({ view }: { view: DashboardView }) {
  return (
    <div className="home">
      {!view.tour.closed && <ShortPath tour={view.tour} />}
      <Stats view={view} />
      <OutlookDoors />
      <section className="card" style={{ gridColumn: 'span 4' }}>
        <h2>要办的事</h2>
        {view.due.length === 0 ? (
          <p className="quiet">{view.people === 0 ? '还没有人员。先导入花名册。' : '眼下没有要办的事。'}</p>
        ) : (
          <ul className="bars">
            {view.due.map((item) => (
              <li key={item.id}>
                <span>{item.text}</span>
                <span />
                <Door
                  to={item.id === 'refused' ? '/exchange/history' : item.link}
                  label={`${item.text} ${item.count}`}
                >
                  {count(item.count)}
                </Door>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="card" style={{ gridColumn: 'span 8' }}>
        <h2>
          可领而未申领
          {view.run && (
            <span className="quiet digits">
              按 {view.run.asOf} 测算{view.run.stale && '，此后台账有改动'}
            </span>
          )}
        </h2>
        <Unclaimed view={view} />
      </section>
      {view.run && (
        <>
          <section className="card" style={{ gridColumn: 'span 7' }}>
            <h2>
              快满足，按月 <span className="quiet">今后 12 个月，只差时间的</span>
            </h2>
            <PendingChart run={view.run} />
          </section>
          <section className="card" style={{ gridColumn: 'span 5' }}>
            <h2>
              测算结果 <span className="quiet">条的长短按对数，点开看名单</span>
            </h2>
            <OutcomesChart run={view.run} />
          </section>
        </>
      )}
      <section className="card" style={{ gridColumn: 'span 7' }}>
        <h2>
          在外务工，按省 <span className="quiet digits">截至 {view.asOf}</span>
        </h2>
        {view.workingByProvince.length === 0 ? (
          <p className="quiet">还没有在岗的务工记录。</p>
        ) : (
          <ProvinceChart rows={view.workingByProvince} />
        )}
      </section>
      <section className="card" style={{ gridColumn: 'span 5' }}>
        <h2>最近导入</h2>
        {view.recentImports.length === 0 ? (
          <p className="quiet">
            还没有导入过。<Link to="/exchange/import">去导入</Link>
          </p>
        ) : (
          <ul className="bars">
            {view.recentImports.map((one) => (
              <li key={one.id}>
                <Link className="ellipsis" to={`/exchange/history?open=${one.id}`} title={one.fileName}>
                  {one.fileName}
                </Link>
                <span className="quiet digits nowrap">
                  新增 {count(one.newCount)}
                  {one.refusedCount > 0 && ` · 退回 ${count(one.refusedCount)}`}
                </span>
                <span className="faint digits nowrap">{momentText(one.importedAt)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function Stats({ view }: { view: DashboardView }) {
  const stats: { label: string; value: number; to: string; title?: string; beside?: string }[] = [
    { label: '人员', value: view.people, to: '/people' },
    { label: '脱贫人口', value: view.povertyLifted, to: '/people?category=poverty-lifted' },
    { label: '家庭户', value: view.households, to: '/people?household=one' },
    { label: '在岗', value: view.workingNow, to: '/people?working=yes' },
    {
      label: '上月参保',
      value: view.insuredLastMonth,
      to: `/people?insured=${dayjs(view.asOf).subtract(1, 'month').format('YYYY-MM')}`,
    },
    { label: '用人单位', value: view.employers, to: '/organisations/employers' },
    { label: '劳务机构', value: view.agents, to: '/organisations/agents' },
    {
      label: '申领草稿',
      beside: `${formatYuan(view.claimsDrafted.amountFen)} 元`,
      value: view.claimsDrafted.count,
      to: '/claims/list?state=drafted',
      title: `其中 ${count(view.claimsUnprinted)} 份未打印`,
    },
  ]
  return (
    <div className="stats">
      {stats.map((stat) => (
        <Link key={stat.label} className="stat" to={stat.to} title={stat.title}>
          <b className="digits">
            {count(stat.value)}
            {stat.beside && <small>{stat.beside}</small>}
          </b>
          <span className="digits">{stat.label}</span>
        </Link>
      ))}
    </div>
  )
}

function Unclaimed({ view }: { view: DashboardView }) {
  if (!view.run)
    return (
      <p className="quiet">
        还没有测算过。<Link to="/policy/run">去测算</Link>，看谁能领、领多少、为什么。
      </p>
    )
  if (view.run.eligibleUnclaimed.length === 0) return <p className="quiet">可领的都已生成申领。</p>
  return (
    <ul className="bars" style={{ columns: view.run.eligibleUnclaimed.length > 5 ? 2 : 1, columnGap: 28 }}>
      {view.run.eligibleUnclaimed.map((row) => (
        <li key={row.benefit} style={{ breakInside: 'avoid' }}>
          <span className="ellipsis" title={row.name}>
            <span className="faint digits">{row.benefit}</span> {row.name}
          </span>
          <Door
            to={`/policy/results?benefit=${row.benefit}&outcome=eligible&unclaimed=1`}
            label={`${row.name} 可领未申领 ${row.count}`}
          >
            {count(row.count)}
          </Door>
          <span className="quiet nowrap">
            <Money fen={row.amountFen} /> 元
          </span>
        </li>
      ))}
    </ul>
  )
}
