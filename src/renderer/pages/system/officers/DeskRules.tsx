import { useQuery } from '@tanstack/react-query'
import { App, Select, Skeleton, Switch, Tooltip } from 'antd'
import { useState } from 'react'
import type { DeskRules as Rules } from '../../../../shared/contract/officers.ts'
import { api, client } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { useBarredFrom } from '../../../state/permission.ts'

const IDLE = [0, 5, 10, 15, 30, 60].map((value) => ({
  value,
  label: value === 0 ? '不自动锁定' : `${value} 分钟`,
}))

/** Four eyes and the idle lock; each holds from the moment it is set. */
export function DeskRules({ officers }: { officers: number }) {
  const rules = useQuery(api.officers.rules.queryOptions())
  const barred = useBarredFrom('admin')
  const { message } = App.useApp()
  const [problem, setProblem] = useState<unknown>()
  const save = async (patch: Partial<Rules>) => {
    setProblem(undefined)
    try {
      await client.officers.saveRules(patch)
      message.success('已保存，马上生效')
    } catch (error) {
      setProblem(error)
    }
  }
  if (rules.isPending) return <Skeleton active paragraph={{ rows: 2 }} />
  const alone = officers < 2 && rules.data?.fourEyes !== true
  return (
    <section className="card" aria-label="锁定和复核规定">
      <h2 style={{ fontSize: 14, marginBottom: 10 }}>锁定和复核规定</h2>
      <Problem error={rules.error ?? problem} />
      {rules.data && (
        <div className="stack">
          <div className="row" style={{ gap: 12 }}>
            <Tooltip title={barred ?? (alone ? '名单里至少要有两个人' : undefined)}>
              <Switch
                aria-label="同一人不得既审核又复核"
                checked={rules.data.fourEyes}
                disabled={barred !== undefined || alone}
                onChange={(fourEyes) => void save({ fourEyes })}
              />
            </Tooltip>
            <div>
              <b>同一人不得既审核又复核同一份申领</b>
              <div className="quiet">
                收件、审核过的人，不能再复核或审批这一份；批次里有一份，就要换人审批。
              </div>
            </div>
          </div>
          <div className="row" style={{ gap: 12 }}>
            <Tooltip title={barred}>
              <Select
                aria-label="自动锁定"
                style={{ width: 130 }}
                value={rules.data.idleMinutes}
                disabled={barred !== undefined}
                options={
                  IDLE.some(({ value }) => value === rules.data.idleMinutes)
                    ? IDLE
                    : [...IDLE, { value: rules.data.idleMinutes, label: `${rules.data.idleMinutes} 分钟` }]
                }
                onChange={(idleMinutes) => void save({ idleMinutes })}
              />
            </Tooltip>
            <div>
              <b>没有操作就自动锁定</b>
              <div className="quiet">随时可按 Ctrl+L 锁定。有任务在运行时不锁，没有保存的填写会丢失。</div>
            </div>
          </div>
        </div>
      )}
    </section>
  )
}
