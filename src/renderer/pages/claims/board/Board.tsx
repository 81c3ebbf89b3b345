import { useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { CLAIM_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Door, Money } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import { addressOf, type ClaimsFilter } from '../filter.ts'
import { type BoardColumn, columnsOf } from './columns-of.ts'

/** 看板: what lies on which desk. Each number opens its claims. */
export function Board() {
  const { today } = useDay()
  const [params, setParams] = useSearchParams()
  const benefit = params.get('benefit') ?? undefined
  const filter: ClaimsFilter = benefit === undefined ? {} : { benefit }
  const board = useQuery({
    ...api.claims.board.queryOptions({ input: filter }),
    placeholderData: (before) => before,
  })
  const totals = useQuery(api.claims.totals.queryOptions({ input: {} }))
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const nameOf = (id: string) =>
    documents.data?.flatMap((one) => one.benefits).find((one) => one.id === id)?.name ?? ''
  const columns = columnsOf(board.data ?? [])
  const sum = (of: (column: BoardColumn) => number) =>
    (board.data ?? []).reduce((total, column) => total + of(column), 0)
  const [held, overdue] = [sum((one) => one.held), sum((one) => one.overdue)]
  return (
    <>
      <div className="toolbar">
        <Select
          allowClear
          style={{ width: 320 }}
          placeholder="全部项目"
          aria-label="项目"
          value={benefit ?? null}
          options={(totals.data?.byBenefit ?? []).map((one) => ({
            value: one.benefit,
            label: `${one.benefit} ${nameOf(one.benefit)}（${count(one.count)} 份）`,
          }))}
          onChange={(id: string | null | undefined) =>
            setParams(id ? { benefit: id } : {}, { replace: true })
          }
        />
        <span className="spring" />
        {held > 0 && (
          <span>
            暂缓 <Door to={`/claims/list?${addressOf({ ...filter, held: true })}`}>{count(held)}</Door> 份
          </span>
        )}
        {overdue > 0 && (
          <span>
            逾期{' '}
            <Door to={`/claims/list?${addressOf({ ...filter, overdueOn: today })}`}>{count(overdue)}</Door> 份
          </span>
        )}
      </div>
      <Problem error={board.error ?? totals.error} retry={() => void board.refetch()} />
      {board.isPending && <Skeleton active style={{ padding: 16 }} />}
      {board.data?.length === 0 && <Nothing />}
      {columns.length > 0 && (
        <section className="board" aria-label="申领看板">
          {columns.map((column) => (
            <Column key={column.state} column={column} filter={filter} today={today} />
          ))}
        </section>
      )}
    </>
  )
}

function Column({ column, filter, today }: { column: BoardColumn; filter: ClaimsFilter; today: string }) {
  const { state } = column
  const to = (more: ClaimsFilter) => `/claims/list?${addressOf({ ...filter, state, ...more })}`
  const name = CLAIM_STATE_TEXT[state]
  return (
    <article className={column.count === 0 ? 'board-column board-empty' : 'board-column'} aria-label={name}>
      <h2>{name}</h2>
      {column.count === 0 ? (
        <p className="faint">还没有</p>
      ) : (
        <>
          <div className="board-count">
            <Door to={to({})} label={`${name} ${column.count} 份`}>
              {count(column.count)}
            </Door>
            <span className="quiet"> 份</span>
          </div>
          <div className="quiet">
            <Money fen={column.amountFen} /> 元
          </div>
          {(column.held > 0 || column.overdue > 0) && (
            <div className="board-marks">
              {column.held > 0 && (
                <Link className="mark mark-held" to={to({ held: true })}>
                  暂缓 {count(column.held)}
                </Link>
              )}
              {column.overdue > 0 && (
                <Link className="mark mark-late" to={to({ overdueOn: today })}>
                  ! 逾期 {count(column.overdue)}
                </Link>
              )}
            </div>
          )}
          {column.steps.length > 0 && (
            <ul className="board-steps" aria-label={`${name}：等着办的`}>
              {column.steps.map((step) => (
                <li key={step.step}>
                  <Link to={to({ step: step.step })}>
                    <span>待 {step.name}</span>
                    <span className="digits">{count(step.count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </article>
  )
}

function Nothing() {
  return (
    <EmptyTeach
      title="还没有申领"
      actions={
        <>
          <Link to="/policy/results?outcome=eligible&unclaimed=1">
            <Button type="primary">看可领而未申领的</Button>
          </Link>
          <Link to="/claims/rules">
            <Button>先看办理规则</Button>
          </Link>
        </>
      }
    >
      看板按状态列出每一份申领停在哪里、多少份、多少钱、哪些暂缓、哪些逾期。先在“政策测算 ›
      结果名单”里生成申领草稿。
    </EmptyTeach>
  )
}
