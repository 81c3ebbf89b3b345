import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Select, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { BudgetLineView } from '../../../../shared/contract/batches.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { count, Money } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { MoneyBar } from '../batches/MoneyBar.tsx'
import { BudgetForm } from './BudgetForm.tsx'

/** 资金计划 by year: what was given, what is bound in batches, what is paid, what is left. */
export function Budgets({ chooser }: { chooser: ReactNode }) {
  const [year, setYear] = useState<number | null>(null)
  const [editing, setEditing] = useState<BudgetLineView | 'new' | null>(null)
  const answer = useQuery({
    ...api.budgets.list.queryOptions({ input: {} }),
    placeholderData: (before) => before,
  })
  const all = answer.data ?? []
  const years = [...new Set(all.map((line) => line.year))].sort((a, b) => b - a)
  const shown = all.filter((line) => year === null || line.year === year)
  const left = shown.reduce((sum, line) => sum + line.leftFen, 0)
  return (
    <>
      <div className="toolbar">
        {chooser}
        <Select
          allowClear
          style={{ width: 110 }}
          placeholder="全部年度"
          aria-label="年度"
          value={year}
          options={years.map((one) => ({ value: one, label: `${one} 年` }))}
          onChange={(one: number | null | undefined) => setYear(one ?? null)}
        />
        <span className="quiet">
          <b className="digits">{count(shown.length)}</b> 笔，共余 <Money fen={left} /> 元
        </span>
        <span className="spring" />
        <RoleButton needs="reviewer" type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          录入资金计划
        </RoleButton>
      </div>
      <div className="own-scroll stack">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active />}
        {answer.data?.length === 0 && (
          <EmptyTeach
            title="还没有资金计划"
            actions={
              <RoleButton needs="reviewer" type="primary" onClick={() => setEditing('new')}>
                录入第一笔
              </RoleButton>
            }
          >
            上级下达的、本级预算安排的每一笔补贴资金，按年度和文号录在这里。批次从哪一笔列支、占用多少、发了多少、还剩多少，程序随时算给您看；超出的批次会停下来。
          </EmptyTeach>
        )}
        {shown.map((line) => (
          <Line key={line.id} line={line} onEdit={() => setEditing(line)} />
        ))}
      </div>
      {editing && <BudgetForm line={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  )
}

function Line({ line, onEdit }: { line: BudgetLineView; onEdit: () => void }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const remove = async () => {
    const reason = await askReason({
      title: `删除资金计划“${line.name}”`,
      effect: '有批次从这笔资金列支的不能删除。',
      okText: '删除资金计划',
    })
    if (reason === null) return
    try {
      const { txId } = await client.budgets.remove({ id: line.id, reason })
      done(txId, `删除资金计划 ${line.name}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <section className="card" aria-label={`资金计划 ${line.name}`}>
      <div className="list-card-head" style={{ marginBottom: 6 }}>
        <b>{line.name}</b>
        <span className="cat digits">{line.year} 年</span>
        <span>{FUND_TEXT[line.fund]}</span>
        <span className="quiet">{line.document}</span>
        <span className="quiet">
          {line.benefits.length === 0 ? '不限项目' : `只用于 ${line.benefits.join('、')}`}
        </span>
        <span className="spring" />
        <Link
          className="door"
          to={`/claims/batches${line.benefits[0] ? `?benefit=${line.benefits[0]}` : ''}`}
        >
          {count(line.batches)} 个批次
        </Link>
        <RoleButton needs="reviewer" size="small" onClick={onEdit}>
          修改
        </RoleButton>
        <RoleButton needs="reviewer" size="small" type="text" danger onClick={() => void remove()}>
          删除…
        </RoleButton>
      </div>
      <MoneyBar line={line} />
    </section>
  )
}
