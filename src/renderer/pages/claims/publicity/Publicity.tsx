import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { PublicListCard } from './PublicListCard.tsx'

const WHICH = [
  { value: 'hanging', label: '正在公示' },
  { value: 'over', label: '已办结' },
]

/** 公示: what hangs now and how long still, and what is over. */
export function Publicity() {
  const [params, setParams] = useSearchParams()
  const over = params.get('which') === 'over'
  const answer = useQuery({
    ...api.publicity.list.queryOptions({ input: { open: !over } }),
    placeholderData: (before) => before,
  })
  const waiting = useQuery(
    api.batches.list.queryOptions({ input: { search: '', state: 'open', offset: 0, limit: 100 } }),
  )
  const ready = (waiting.data?.rows ?? []).filter(({ step }) => step?.kind === 'publicity')
  const lists = answer.data ?? []
  return (
    <>
      <div className="toolbar">
        <Segmented
          aria-label="哪些公示"
          options={WHICH}
          value={over ? 'over' : 'hanging'}
          onChange={(which) => setParams(which === 'over' ? { which } : {}, { replace: true })}
        />
        <span className="quiet">
          <b className="digits">{count(lists.length)}</b> 次
        </span>
        <span className="spring" />
        {ready.length > 0 && (
          <span className="quiet">
            等着公示的批次：
            {ready.slice(0, 4).map((batch) => (
              <Link
                key={batch.id}
                className="door"
                style={{ marginLeft: 8 }}
                to={`/claims/batches/${batch.id}`}
              >
                {batch.number}
              </Link>
            ))}
          </span>
        )}
      </div>
      <div className="own-scroll stack">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active />}
        {answer.data?.length === 0 && (
          <EmptyTeach
            title={over ? '还没有办结的公示' : '没有正在进行的公示'}
            actions={
              <Link to="/claims/batches?state=open">
                <Button type="primary">看编制中的批次</Button>
              </Link>
            }
          >
            批次编好、名单打印张贴后，在批次里点“开始公示”。天数按办理程序计算，张贴当天不算；期满前不能办结，有异议没处理也不能办结。
          </EmptyTeach>
        )}
        {lists.map((list) => (
          <PublicListCard key={list.id} list={list} />
        ))}
      </div>
    </>
  )
}
