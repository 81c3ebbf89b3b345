import { AuditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { type CheckCount, type CheckRunView, checkRunResult } from '../../../../shared/contract/checks.ts'
import { isCheckId } from '../../../../shared/domain/checks.ts'
import { CHECK_SEVERITIES } from '../../../../shared/domain/claim-states.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useJob } from '../../../state/jobs.ts'
import { FindingTable } from './FindingTable.tsx'
import { Severity } from './severity.tsx'

const STEP = 100

/** 疑点清单: the latest run over the whole ledger, by check, each number a door to its findings. */
export function Findings({ chooser }: { chooser: ReactNode }) {
  const [params, setParams] = useSearchParams()
  const chosen = params.get('check') ?? ''
  const check = isCheckId(chosen) ? chosen : undefined
  const severity = CHECK_SEVERITIES.find((one) => one === params.get('severity'))
  const [shown, setShown] = useState(STEP)
  const run = useQuery(api.checks.latest.queryOptions({ input: {} }))
  const job = useJob(checkRunResult)
  const findings = useQuery({
    ...api.checks.findings.queryOptions({
      input: {
        ...(check === undefined ? {} : { check }),
        ...(severity === undefined ? {} : { severity }),
        search: '',
        offset: 0,
        limit: Math.min(shown, 1000),
      },
    }),
    enabled: run.data != null,
    placeholderData: (before) => before,
  })
  const look = async () => {
    await job.start(() => client.checks.run({}))
    await run.refetch()
    await findings.refetch()
  }
  const choose = (to: CheckCount | undefined) => {
    setShown(STEP)
    setParams(to === undefined ? {} : { check: to.check, severity: to.severity })
  }
  return (
    <>
      <div className="toolbar">
        {chooser}
        {run.data && (
          <span className="quiet digits">
            上次核对：{momentText(run.data.madeAt)}，{count(run.data.people)} 人、{count(run.data.claims)}{' '}
            份申领，{run.data.seconds.toFixed(1)} 秒
          </span>
        )}
        <span className="spring" />
        <HoldAll run={run.data ?? undefined} />
        <Button type="primary" icon={<AuditOutlined />} disabled={job.running} onClick={() => void look()}>
          核对全部台账
        </Button>
      </div>
      {job.running && (
        <div style={{ padding: '0 16px' }}>
          <JobProgress job={job.job} onCancel={job.cancel} />
        </div>
      )}
      <Problem error={job.error ?? run.error ?? findings.error} retry={() => void run.refetch()} />
      {run.isPending && <Skeleton active style={{ padding: 16 }} />}
      {run.data === null && !job.running && (
        <EmptyTeach title="还没有核对过">
          点“核对全部台账”，按 28
          项核对把人员、务工、申领、批次和支付查一遍：重复领、跨户共用账号、一人多岗、合计不符……查出的列在这里，逐条写明是谁、什么值、从哪里来。核对不改动台账。
        </EmptyTeach>
      )}
      {run.data && (
        <div className="check-panes">
          <Counts run={run.data} check={check} severity={severity} choose={choose} />
          <div className="check-found">
            {run.data.total === 0 && <div className="quiet">没有发现疑点。</div>}
            {findings.data && findings.data.rows.length > 0 && (
              <>
                <FindingTable
                  rows={findings.data.rows}
                  withCheck={check === undefined}
                  changed={() => void findings.refetch()}
                />
                {findings.data.rows.length < findings.data.total && (
                  <div className="quiet">
                    共 {count(findings.data.total)} 条，已显示 {count(findings.data.rows.length)} 条
                    <Button type="link" disabled={shown >= 1000} onClick={() => setShown(shown + 2 * STEP)}>
                      {shown >= 1000 ? '请选左边的一项缩小范围' : '再显示一些'}
                    </Button>
                  </div>
                )}
              </>
            )}
          </div>
        </div>
      )}
    </>
  )
}

function Counts({
  run,
  check,
  severity,
  choose,
}: {
  run: CheckRunView
  check: string | undefined
  severity: string | undefined
  choose: (to: CheckCount | undefined) => void
}) {
  return (
    <nav className="check-counts" aria-label="各项核对的疑点数">
      <button
        type="button"
        className={check === undefined ? 'check-count chosen' : 'check-count'}
        aria-pressed={check === undefined}
        onClick={() => choose(undefined)}
      >
        <span className="check-name">全部疑点</span>
        <b className="digits">{count(run.total)}</b>
      </button>
      {CHECK_SEVERITIES.map((level) => {
        const own = run.counts.filter((one) => one.severity === level)
        if (own.length === 0) return null
        return (
          <section key={level}>
            <div className="check-level">
              <Severity of={level} />
            </div>
            {own.map((one) => {
              const on = check === one.check && severity === one.severity
              return (
                <button
                  key={one.check}
                  type="button"
                  className={on ? 'check-count chosen' : 'check-count'}
                  aria-pressed={on}
                  onClick={() => choose(one)}
                >
                  <span className="faint digits">{one.number}</span>
                  <span className="check-name">{one.checkName}</span>
                  <b className="digits">{count(one.count)}</b>
                </button>
              )
            })}
          </section>
        )
      })}
    </nav>
  )
}

/** Opens the holds that the run asks for; offered only where claims are concerned. */
function HoldAll({ run }: { run: CheckRunView | undefined }) {
  const done = useDone()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const claims = (run?.counts ?? []).reduce((sum, one) => sum + (one.severity === 'hold' ? one.claims : 0), 0)
  if (claims === 0) return null
  const hold = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const { opened, txId } = await client.checks.openHolds({})
      done(txId, opened === 0 ? '这些申领都已暂缓过，没有新的' : `暂缓 ${count(opened)} 项，等人决定`)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Problem error={failed} />
      <Button loading={busy} onClick={() => void hold()}>
        暂缓须人工决定的申领
      </Button>
    </>
  )
}
