import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { DutyView } from '../../../shared/contract/duties.ts'
import { fileRef } from '../../../shared/contract/files.ts'
import { DUTY_STATES, type DutyState } from '../../../shared/domain/services.ts'
import { DUTY_STATE_TEXT } from '../../../shared/text/services.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { useAskLeave, useAskReason } from '../../components/ask.tsx'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { count, Digits } from '../../components/values.tsx'
import { useDone } from '../../frame/undo.ts'
import { useDay } from '../../state/day.ts'
import { useJob } from '../../state/jobs.ts'
import { hasUnsaved } from '../../state/unsaved.ts'
import { DutyPanel } from './DutyPanel.tsx'
import { YearSelect } from './YearSelect.tsx'

/** The checklist: every duty of one document in one year, with its evidence. */
export function Duties() {
  const { asOf } = useDay()
  const { message } = App.useApp()
  const askLeave = useAskLeave()
  const [params, setParams] = useSearchParams()
  const year = Number(params.get('year') ?? asOf.slice(0, 4))
  const state = params.get('state') as DutyState | null
  const set = (key: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === null) next.delete(key)
        else next.set(key, value)
        return next
      },
      { replace: true },
    )
  const chosen = params.get('doc') ?? undefined
  const answer = useQuery({
    ...api.duties.list.queryOptions({ input: { year, ...(chosen ? { doc: chosen } : {}) } }),
    placeholderData: (before) => before,
  })
  const exporting = useJob(fileRef)
  const [openId, setOpenId] = useState<string | null>(null)
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <Skeleton active style={{ padding: 16 }} />
  const { documents, rows } = answer.data
  const counts = countStates(rows)
  const shown = rows.filter((row) => state === null || row.state === state)
  const open = rows.find(({ id }) => id === openId)
  const exportIt = async () => {
    const file = await exporting.start(() =>
      client.duties.report({ year, ...(chosen ? { doc: chosen } : {}) }),
    )
    if (file) {
      await saveFile(file)
      message.success(`已导出 ${file.name}`)
    }
  }
  const leave = async (then: () => void) => {
    if (!hasUnsaved() || (await askLeave())) then()
  }
  return (
    <>
      <div className="toolbar">
        <Select
          aria-label="文件"
          style={{ width: 380 }}
          value={chosen ?? ''}
          options={[
            { value: '', label: `全部文件（${documents.reduce((sum, one) => sum + one.duties, 0)} 条）` },
            ...[...documents]
              .sort((a, b) => Number(b.concerned) - Number(a.concerned))
              .map((one) => ({
                value: one.id,
                label: `${one.title}（${one.duties} 条${one.concerned ? '，与本单位有关' : ''}）`,
              })),
          ]}
          onChange={(doc) => void leave(() => set('doc', doc === '' ? null : doc))}
        />
        <YearSelect value={year} onChange={(next) => void leave(() => set('year', String(next)))} />
        <Select
          aria-label="状态"
          style={{ width: 150 }}
          value={state ?? ''}
          options={[
            { value: '', label: `全部状态（${count(rows.length)}）` },
            ...DUTY_STATES.map((one) => ({ value: one, label: `${DUTY_STATE_TEXT[one]}（${counts[one]}）` })),
          ]}
          onChange={(next) => set('state', next === '' ? null : next)}
        />
        <span className="spring" />
        <MarkDocument rows={shown} year={year} title={documents.find(({ id }) => id === chosen)?.title} />
        <Button icon={<DownloadOutlined />} loading={exporting.running} onClick={() => void exportIt()}>
          导出检查用清单
        </Button>
      </div>
      <Problem error={exporting.error} />
      <div className="list-area">
        <div className="duty-scroll">
          <table className="plain-table duty-table" aria-label="履职清单">
            <thead>
              <tr>
                <th>状态</th>
                <th>条款</th>
                <th>职责</th>
                <th>依据</th>
                <th className="num">数量</th>
                <th className="num">附件</th>
                <th>最近一次</th>
                <th>责任人</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <Duty
                  key={row.id}
                  row={row}
                  open={row.id === openId}
                  onOpen={() => {
                    if (row.id !== openId) void leave(() => setOpenId(row.id))
                  }}
                />
              ))}
            </tbody>
          </table>
          {shown.length === 0 && <div className="quiet duty-nothing">没有这样的职责。</div>}
        </div>
        {open && (
          <DutyPanel
            key={`${open.id}-${year}`}
            row={open}
            year={year}
            onClose={() => void leave(() => setOpenId(null))}
          />
        )}
      </div>
    </>
  )
}

function Duty({ row, open, onOpen }: { row: DutyView; open: boolean; onOpen: () => void }) {
  return (
    <tr
      className={open ? 'clickable duty-open' : 'clickable'}
      onClick={onOpen}
      data-testid={`duty-${row.id}`}
    >
      <td className="nowrap">
        <StateTag state={row.state} />
        {row.reason && <div className="faint duty-reason">{row.reason}</div>}
      </td>
      <td className="nowrap">
        <span className="faint digits">{row.id}</span> <span className="faint">{row.clause}</span>
      </td>
      <td>
        <button type="button" className="as-link" onClick={onOpen}>
          {row.name}
        </button>
        <div className="quiet">{row.wording}</div>
      </td>
      <td>{row.countsText ?? '附材料'}</td>
      <td className="num">{row.countsText === null ? '' : count(row.count)}</td>
      <td className="num">{row.attachments === 0 ? '' : count(row.attachments)}</td>
      <td className="nowrap">{row.lastOn ? <Digits>{row.lastOn}</Digits> : ''}</td>
      <td>{row.responsible ?? ''}</td>
    </tr>
  )
}

/** Never by colour alone: each state has its sign. */
export function StateTag({ state }: { state: DutyState }) {
  const sign = { evidenced: '✓', none: '○', 'not-applicable': '－' }[state]
  return (
    <span className={`duty-state duty-${state}`}>
      {sign} {DUTY_STATE_TEXT[state]}
    </span>
  )
}

function countStates(rows: readonly DutyView[]): Record<DutyState, number> {
  const counts: Record<DutyState, number> = { evidenced: 0, none: 0, 'not-applicable': 0 }
  for (const { state } of rows) counts[state] += 1
  return counts
}

/** Says of all that is listed of one document that it does not concern this office, or that it does. */
function MarkDocument({
  rows,
  year,
  title,
}: {
  rows: readonly DutyView[]
  year: number
  title: string | undefined
}) {
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  if (title === undefined || rows.length === 0) return null
  const off = rows.every(({ state }) => state === 'not-applicable')
  const mark = async () => {
    const reason = off
      ? null
      : await askReason({
          title: `把列出的 ${rows.length} 条标为“不适用”`,
          effect: `《${title}》的这些职责在 ${year} 年不再列入暂无依据；已有的依据和附件不变。`,
          okText: `标记 ${rows.length} 条`,
        })
    if (!off && reason === null) return
    try {
      const { txId, marked } = await client.duties.mark({
        duties: rows.map(({ id }) => id),
        year,
        applies: off,
        reason,
      })
      done(txId, off ? `恢复 ${marked} 条职责` : `标记 ${marked} 条职责不适用`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <Button onClick={() => void mark()}>
      {off ? `恢复列出的 ${rows.length} 条` : `列出的 ${rows.length} 条都不适用…`}
    </Button>
  )
}
