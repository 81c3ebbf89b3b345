import { SearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useCallback, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { lookResult, PAIR_STATES, type PairView } from '../../../../shared/contract/duplicates.ts'
import { DUPLICATE_KINDS, type DuplicateKind } from '../../../../shared/domain/duplicates.ts'
import { DUPLICATE_KIND_TEXT } from '../../../../shared/text/duplicates.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Page } from '../../../components/Page.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { type TableHandle, WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, momentText } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import { ComparePanel } from './ComparePanel.tsx'
import { PAIR_COLUMNS, pairKey } from './columns.tsx'
import { MergeAll } from './MergeAll.tsx'

type State = (typeof PAIR_STATES)[number]

/** 查重: pairs that may be one record, the likeliest first; one of them side by side. */
export function Duplicates() {
  const [params, setParams] = useSearchParams()
  const kind = DUPLICATE_KINDS.find((one) => one === params.get('kind')) ?? 'person'
  const state = PAIR_STATES.find((one) => one === params.get('state')) ?? 'open'
  const openKey = params.get('open')
  const table = useRef<TableHandle>(null)
  const [mergingAll, setMergingAll] = useState(false)
  const summary = useQuery(api.duplicates.summary.queryOptions({ input: {} }))
  const job = useJob(lookResult)
  const list = useWindows<PairView>(`${kind} ${state}`, (offset, limit) =>
    api.duplicates.list.queryOptions({ input: { kind, state, offset, limit } }),
  )
  const change = useCallback(
    (next: Partial<Record<'kind' | 'state' | 'open', string | null>>) =>
      setParams(
        (before) => {
          const params = new URLSearchParams(before)
          for (const [key, value] of Object.entries(next))
            if (value) params.set(key, value)
            else params.delete(key)
          return params
        },
        { replace: true },
      ),
    [setParams],
  )
  const open = useCallback((pair: PairView) => change({ open: pairKey(pair) }), [change])
  const close = useCallback(() => {
    change({ open: null })
    table.current?.focus()
  }, [change])
  const look = async () => {
    await job.start(() => client.duplicates.look({}))
    await summary.refetch()
    list.refetch()
  }
  const mine = summary.data?.find((one) => one.kind === kind)
  const total = list.total ?? 0
  /** The pair below the one that was decided, or the one above the last. */
  const goOn = () => {
    const at = Array.from({ length: total }, (_, index) => list.row(index)).findIndex(
      (row) => row !== undefined && pairKey(row) === openKey,
    )
    const next = at < 0 ? undefined : (list.row(at + 1) ?? list.row(at - 1))
    if (next === undefined) close()
    else {
      open(next)
      table.current?.focus()
    }
  }
  return (
    <Page
      title="查重"
      count={list.total === undefined ? '' : `${count(list.total)} 对`}
      scroll={false}
      extra={<Link to="/people">回到人员台账</Link>}
    >
      <div className="toolbar">
        <Segmented<DuplicateKind>
          aria-label="查什么"
          value={kind}
          options={DUPLICATE_KINDS.map((value) => ({
            value,
            label: labelOf(DUPLICATE_KIND_TEXT[value], summary.data?.find((one) => one.kind === value)?.open),
          }))}
          onChange={(value) => change({ kind: value, open: null })}
        />
        <Segmented<State>
          aria-label="处理到哪一步"
          value={state}
          options={[
            { value: 'open', label: labelOf('未决定', mine?.open) },
            { value: 'later', label: labelOf('以后再看', mine?.later) },
            { value: 'different', label: labelOf(differentText(kind), mine?.different) },
          ]}
          onChange={(value) => change({ state: value, open: null })}
        />
        <span className="spring" />
        {(mine?.sameNumberAndName ?? 0) > 0 && (
          <Button onClick={() => setMergingAll(true)}>
            合并身份证号和姓名都相同的 {count(mine?.sameNumberAndName ?? 0)} 条
          </Button>
        )}
        <Button type="primary" icon={<SearchOutlined />} disabled={job.running} onClick={() => void look()}>
          {mine?.look ? '重新查一遍' : '查一遍'}
        </Button>
      </div>
      {mine?.look && !job.running && (
        <div className="quiet digits look-line">
          上次查重：{momentText(mine.look.madeAt)}，{mine.look.madeBy}，{count(mine.look.records)} 条
          {DUPLICATE_KIND_TEXT[kind]}档案。查重只列出来，合不合并由人决定。
        </div>
      )}
      {job.running && (
        <div className="look-line">
          <JobProgress job={job.job} onCancel={job.cancel} />
        </div>
      )}
      <Problem error={job.error ?? summary.error} retry={() => void summary.refetch()} />
      <div className="list-area">
        <WindowTable
          label="疑似重复"
          handle={table}
          columns={PAIR_COLUMNS}
          list={list}
          rowId={pairKey}
          openId={openKey}
          onOpen={open}
          empty={<Empty looked={mine?.look != null} state={state} kind={kind} />}
        />
        {openKey !== null && (
          <ComparePanel
            key={openKey}
            kind={kind}
            ids={openKey.split('_') as [string, string]}
            onClose={close}
            onDecided={() => {
              goOn()
              void summary.refetch()
            }}
          />
        )}
      </div>
      {mergingAll && <MergeAll onClose={() => setMergingAll(false)} />}
    </Page>
  )
}

/** What the second verdict is called: people are not 个. */
export function differentText(kind: DuplicateKind): string {
  return kind === 'person' ? '不是同一人' : '不是同一个'
}

function labelOf(text: string, number: number | undefined): string {
  return number ? `${text} ${count(number)}` : text
}

function Empty({ looked, state, kind }: { looked: boolean; state: State; kind: DuplicateKind }) {
  const what = DUPLICATE_KIND_TEXT[kind]
  if (state === 'later')
    return <EmptyTeach title="没有留待以后的">点了“以后再看”的放在这里，随时可以拿出来决定。</EmptyTeach>
  if (state === 'different')
    return (
      <EmptyTeach title={`没有认定${differentText(kind)}的`}>
        认定后以后不再列出；交换包会带给别的单位，那里也不再列出。认定错了可以重新列出。
      </EmptyTeach>
    )
  if (looked)
    return <EmptyTeach title={`没有疑似重复的${what}档案`}>导入名册或收到交换包之后，再查一遍。</EmptyTeach>
  return (
    <EmptyTeach title="还没有查过">
      点“查一遍”，把身份证号相同、只差一位或相邻两位颠倒的，姓名、出生日期和乡镇都相同的，姓名相同又同户、同电话或同账号的成对列出来，写明理由和分值。只列出来，不改动台账。
    </EmptyTeach>
  )
}
