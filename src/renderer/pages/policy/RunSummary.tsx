import { CalculatorOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { Link } from 'react-router'
import { type DocumentView, type RunView, runView } from '../../../shared/contract/policy.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { JobProgress } from '../../components/JobProgress.tsx'
import { OutcomeTag } from '../../components/OutcomeTag.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count, Door, Money, momentText } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { useJob } from '../../state/jobs.ts'
import { gridOf } from './grid.ts'

/** Order in which a clerk reads outcomes: what can be done first. */
const SHOWN: readonly Outcome[] = [
  'eligible',
  'discretionary',
  'pending',
  'undetermined',
  'needs-standard',
  'already-granted',
  'closed',
  'delegated',
  'ineligible',
]

/** Calculates as of the day in force and shows how many of each outcome, by document and benefit. */
export function RunSummary() {
  const { asOf, isToday } = useDay()
  const job = useJob(runView)
  const run = useQuery(api.policy.latestRun.queryOptions({ input: {} }))
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const evaluate = () => void job.start(() => client.policy.evaluate({ asOf }))
  const shown = job.result ?? run.data
  const differs = shown && shown.asOf !== asOf
  return (
    <div className="stack">
      <div className="card row row-wrap">
        <Button type="primary" icon={<CalculatorOutlined />} disabled={job.running} onClick={evaluate}>
          测算（截至 {asOf}
          {isToday ? '，今天' : ''}）
        </Button>
        {shown && (
          <span className="quiet digits">
            上次：截至 {shown.asOf}，{count(shown.peopleCount)} 人，{shown.seconds.toFixed(1)} 秒，
            {momentText(shown.startedAt)}
          </span>
        )}
        {(shown?.stale || differs) && !job.running && (
          <span className="cat day-other">
            {differs ? `下面是截至 ${shown.asOf} 的结果` : '测算以后台账有改动，请重新测算'}
          </span>
        )}
        {job.running && (
          <div style={{ flex: '1 1 100%' }}>
            <JobProgress job={job.job} onCancel={job.cancel} />
          </div>
        )}
      </div>
      <Problem error={job.error ?? run.error ?? documents.error} />
      {(run.isPending || documents.isPending) && <Skeleton active />}
      {shown === null && !job.running && (
        <EmptyTeach title="还没有测算过">
          点上面的“测算”，按政策库里的每一条，把台账里每个人、每家单位算一遍：谁可领、领多少、还差什么、为什么。测算不改动台账。
        </EmptyTeach>
      )}
      {shown && documents.data && <Grid run={shown} documents={documents.data} />}
    </div>
  )
}

function Grid({ run, documents }: { run: RunView; documents: readonly DocumentView[] }) {
  const grid = gridOf(run, documents)
  const outcomes = SHOWN.filter((outcome) => OUTCOMES.includes(outcome) && grid.totals[outcome] > 0)
  if (outcomes.length === 0)
    return (
      <EmptyTeach title="没有结果">台账里还没有人员或单位可以测算。先导入花名册和务工监测表。</EmptyTeach>
    )
  return (
    <table className="plain-table card" style={{ padding: 0 }} data-testid="run-grid">
      <thead>
        <tr>
          <th>项目</th>
          {outcomes.map((outcome) => (
            <th key={outcome} className="num">
              <OutcomeTag outcome={outcome} />
            </th>
          ))}
          <th className="num">可领金额（元）</th>
        </tr>
      </thead>
      {grid.documents.map((document) => (
        <tbody key={document.id}>
          <tr>
            <td colSpan={outcomes.length + 2} style={{ background: 'var(--ground-2)' }}>
              <Link to={`/policy/library?doc=${document.id}`}>
                <b>{document.title}</b>
              </Link>{' '}
              <span className="faint">{document.number}</span>
            </td>
          </tr>
          {document.benefits.map((benefit) => (
            <tr key={benefit.id}>
              <td>
                <span className="faint digits">{benefit.id}</span>{' '}
                <Link to={`/policy/library?benefit=${benefit.id}`} style={{ color: 'inherit' }}>
                  {benefit.name}
                </Link>
              </td>
              {outcomes.map((outcome) => (
                <td key={outcome} className="num">
                  {benefit.counts[outcome] ? (
                    <Door
                      to={`/policy/results?benefit=${benefit.id}&outcome=${outcome}`}
                      label={`${benefit.name} ${benefit.counts[outcome]}`}
                    >
                      {count(benefit.counts[outcome])}
                    </Door>
                  ) : (
                    <span className="faint">·</span>
                  )}
                </td>
              ))}
              <td className="num">
                {benefit.eligibleFen > 0 ? (
                  <Money fen={benefit.eligibleFen} />
                ) : (
                  <span className="faint">·</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
      <tbody>
        <tr style={{ fontWeight: 600 }}>
          <td>合计</td>
          {outcomes.map((outcome) => (
            <td key={outcome} className="num">
              <Door to={`/policy/results?outcome=${outcome}`}>{count(grid.totals[outcome])}</Door>
            </td>
          ))}
          <td className="num">
            <Money fen={grid.eligibleFen} />
          </td>
        </tr>
      </tbody>
    </table>
  )
}
