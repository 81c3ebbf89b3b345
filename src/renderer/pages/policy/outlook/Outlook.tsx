import { ReloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { type OutlookStatus, prepared } from '../../../../shared/contract/outlook.ts'
import { runView } from '../../../../shared/contract/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import { useJob } from '../../../state/jobs.ts'
import { Coming } from './Coming.tsx'
import { useAddress, type View, viewOf } from './filter.ts'
import { Losing } from './Losing.tsx'
import { Unclaimed } from './Unclaimed.tsx'

/** 应享未享: what is owed and never claimed, what is coming, what is about to be lost. */
export function Outlook() {
  const { params, set } = useAddress()
  const view = viewOf(params)
  const status = useQuery({
    ...api.outlook.status.queryOptions({ input: {} }),
    placeholderData: (before) => before,
  })
  const refresh = useRefresh()
  if (!status.data)
    return status.error ? (
      <Problem error={status.error} retry={() => void status.refetch()} />
    ) : (
      <Skeleton active />
    )
  const shown = status.data
  const had = view === 'unclaimed' ? shown.run : shown.ahead
  return (
    <>
      <div className="toolbar">
        <Segmented<View>
          aria-label="看什么"
          value={view}
          options={[
            { value: 'unclaimed', label: label('应享未享', shown.unclaimed?.count) },
            { value: 'coming', label: label('将要可领', shown.coming?.count) },
            { value: 'losing', label: label('快要失去', shown.losing?.count) },
          ]}
          onChange={(next) =>
            set({
              view: next,
              benefit: null,
              month: null,
              reason: null,
              within: null,
              outcome: null,
              again: null,
            })
          }
        />
        <Freshness status={shown} view={view} refresh={refresh} />
      </div>
      {refresh.running && (
        <div style={{ padding: '6px 16px' }}>
          <JobProgress job={refresh.job} onCancel={refresh.cancel} />
        </div>
      )}
      <Problem error={status.error ?? refresh.error} />
      {had === null ? (
        <NotYet view={view} refresh={refresh} />
      ) : view === 'unclaimed' ? (
        <Unclaimed asOf={had.asOf} />
      ) : view === 'coming' ? (
        <Coming asOf={had.asOf} />
      ) : (
        <Losing asOf={had.asOf} />
      )}
    </>
  )
}

function label(text: string, n: number | undefined) {
  return n === undefined ? text : `${text} ${count(n)}`
}

type Refresh = ReturnType<typeof useRefresh>

/** Calculates (for 应享未享) and looks ahead (for the other two), one after the other. */
function useRefresh() {
  const evaluate = useJob(runView)
  const prepare = useJob(prepared)
  const run = async (asOf: string, calculate: boolean) => {
    if (calculate && (await evaluate.start(() => client.policy.evaluate({ asOf }))) === undefined) return
    await prepare.start(() => client.outlook.prepare({ asOf }))
  }
  const active = evaluate.running ? evaluate : prepare
  return {
    run: (asOf: string, calculate: boolean) => void run(asOf, calculate),
    running: evaluate.running || prepare.running,
    job: active.job,
    cancel: active.cancel,
    error: evaluate.error ?? prepare.error,
  }
}

/** Of which day what is shown is, whether the ledger changed since, and the way to bring it up to date. */
function Freshness({ status, view, refresh }: { status: OutlookStatus; view: View; refresh: Refresh }) {
  const { asOf, isToday } = useDay()
  const had = view === 'unclaimed' ? status.run : status.ahead
  if (had === null) return null
  const otherDay = had.asOf !== asOf
  const apart = status.run !== null && status.ahead !== null && status.run.asOf !== status.ahead.asOf
  const old = had.stale || otherDay
  return (
    <>
      <span className={old ? 'cat day-other' : 'quiet digits'}>
        截至 {had.asOf}
        {view !== 'unclaimed' && status.ahead && `，看到 ${status.ahead.last}`}
        {had.stale && '，此后台账有改动'}
        {apart && view !== 'unclaimed' && `（测算是 ${status.run?.asOf} 的）`}
      </span>
      <span className="spring" />
      <Button
        icon={<ReloadOutlined />}
        type={old ? 'primary' : 'default'}
        disabled={refresh.running}
        onClick={() => refresh.run(asOf, true)}
      >
        重新推算（截至 {asOf}
        {isToday ? '，今天' : ''}）
      </Button>
    </>
  )
}

function NotYet({ view, refresh }: { view: View; refresh: Refresh }) {
  const { asOf } = useDay()
  const start = (
    <Button type="primary" disabled={refresh.running} onClick={() => refresh.run(asOf, true)}>
      现在推算（截至 {asOf}）
    </Button>
  )
  if (view === 'unclaimed')
    return (
      <EmptyTeach title="还没有测算过" actions={start}>
        测算以后，这里是每一个条件全部满足、却还没有申领的人和单位，有多少人、多少钱，选中就能生成申领。
      </EmptyTeach>
    )
  if (view === 'coming')
    return (
      <EmptyTeach title="还没有推算今后十二个月" actions={start}>
        推算假定：在岗的继续在岗，参保的继续参保。推算以后，这里按月排出谁将要可领、领什么、领多少，方便提前备材料、备资金。
      </EmptyTeach>
    )
  return (
    <EmptyTeach title="还没有推算今后十二个月" actions={start}>
      推算以后，这里是再不管就要失去的：断保的、离岗的、合同快到期的、赶不上文件期限的、申领期快截止的，还剩几天，现在能做什么。
    </EmptyTeach>
  )
}
