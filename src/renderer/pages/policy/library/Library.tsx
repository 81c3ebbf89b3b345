import { ArrowLeftOutlined, CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Select, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import { Link, Navigate, useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import type { AttachmentView } from '../../../../shared/contract/attachments.ts'
import type { DocumentView } from '../../../../shared/contract/policy.ts'
import { ROW_TREATMENTS, type RowTreatment } from '../../../../shared/domain/policy.ts'
import { ROW_TREATMENT_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { AttachmentViewer } from '../../../components/attachments/AttachmentViewer.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { SearchBox } from '../../../components/SearchBox.tsx'
import { useDay } from '../../../state/day.ts'
import { ClauseList } from './ClauseList.tsx'
import { type Clause, choicesOf, clausesOf, filterClauses } from './clauses.ts'
import { DocumentHead } from './DocumentHead.tsx'
import { Readings } from './Readings.tsx'
import { Relations } from './Relations.tsx'

/** Address of a row: `/policy/library/JH-2021#JH-16`; `?benefit=JH-16` finds its document by itself. */
export function Library() {
  const { asOf: today } = useDay()
  const { part } = useParams()
  const [params] = useSearchParams()
  const { state } = useLocation() as { state: unknown }
  // An explanation of another day leads to the documents of that day.
  const asOf = params.get('asOf') ?? today
  const documents = useQuery(api.policy.documents.queryOptions({ input: { asOf } }))
  const clauses = useMemo(() => clausesOf(documents.data ?? []), [documents.data])
  if (documents.isPending) return <Skeleton active style={{ padding: 16 }} />
  if (!documents.data) return <Problem error={documents.error} retry={() => void documents.refetch()} />
  const asked = params.get('benefit')
  const found = clauses.find(({ id }) => id === asked)
  if (found) {
    const day = params.get('asOf')
    const to = { pathname: `/policy/library/${found.doc}`, search: day ? `?asOf=${day}` : '', hash: found.id }
    return <Navigate to={to} replace state={state} />
  }
  return (
    <div className="library">
      <Shelf documents={documents.data} part={part} />
      {part === 'readings' ? (
        <Readings documents={documents.data} />
      ) : (
        <Reader key={part ?? ''} documents={documents.data} clauses={clauses} part={part} />
      )}
    </div>
  )
}

/** The documents at the left, one click apart. */
function Shelf({ documents, part }: { documents: readonly DocumentView[]; part: string | undefined }) {
  const rows = (one: DocumentView) => one.benefits.length + one.others.length
  const all = documents.reduce((sum, one) => sum + rows(one), 0)
  return (
    <nav className="shelf" aria-label="文件">
      <Link to="/policy/library" aria-current={part === undefined ? 'page' : undefined}>
        <b>全部文件</b>
        <div className="faint digits">
          {documents.length} 份，{all} 条
        </div>
      </Link>
      {documents.map((one) => (
        <Link
          key={one.id}
          to={`/policy/library/${one.id}`}
          aria-current={part === one.id ? 'page' : undefined}
          title={one.title}
        >
          <b>{one.title}</b>
          <div className="faint digits">
            {one.number ?? one.id} · {rows(one)} 条
          </div>
        </Link>
      ))}
      <Link to="/policy/library/readings" aria-current={part === 'readings' ? 'page' : undefined}>
        <b>执行口径</b>
        <div className="faint">文件没写明、由本单位定的地方</div>
      </Link>
    </nav>
  )
}

function Reader({
  documents,
  clauses,
  part,
}: {
  documents: readonly DocumentView[]
  clauses: readonly Clause[]
  part: string | undefined
}) {
  const [params, setParams] = useSearchParams()
  const location = useLocation()
  const navigate = useNavigate()
  const [original, setOriginal] = useState<AttachmentView>()
  const document = documents.find(({ id }) => id === part)
  const own = useMemo(
    () => (document === undefined ? clauses : clauses.filter(({ doc }) => doc === document.id)),
    [clauses, document],
  )
  const filter = {
    words: params.get('q') ?? '',
    treatment: params.get('treatment'),
    whom: params.get('whom'),
    fund: params.get('fund'),
  }
  const shown = filterClauses(own, filter)
  const filtered =
    filter.words !== '' || filter.treatment !== null || filter.whom !== null || filter.fund !== null
  const open = decodeURIComponent(location.hash.slice(1)) || null
  // An address may name a row that the filter hides.
  const hidden =
    open !== null && !shown.some(({ id }) => id === open) ? own.find(({ id }) => id === open) : undefined
  const list = hidden ? [hidden, ...shown] : shown
  const elsewhere = document && filter.words !== '' ? filterClauses(clauses, filter).length - shown.length : 0
  const set = (key: string, value: string | null | undefined) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true, state: location.state },
    )
  const openClause = (clause: Clause | null) =>
    navigate(
      { search: location.search, hash: clause === null ? '' : clause.id },
      { replace: true, state: location.state },
    )
  const isAbsent = part !== undefined && document === undefined
  if (isAbsent)
    return (
      <EmptyTeach title={`没有编号为“${part}”的文件`} actions={<Link to="/policy/library">看全部文件</Link>}>
        这一天有效的文件里没有它；它可能已被后来的文件取代，换一个“截至”日期再看。
      </EmptyTeach>
    )
  return (
    <div className={original ? 'reader reader-beside' : 'reader'}>
      <div className="reader-list">
        <div className="toolbar">
          <Back />
          <SearchBox
            label="查条款"
            placeholder="编号、条款号、名称或文中的字"
            width={original ? 190 : 340}
            value={filter.words}
            onChange={(text) => set('q', text)}
            onDown={() => window.document.querySelector<HTMLElement>('.entry-line')?.focus()}
          />
          <Select
            allowClear
            popupMatchSelectWidth={false}
            style={{ width: original ? 112 : 138 }}
            placeholder="怎样处理"
            aria-label="怎样处理"
            value={filter.treatment}
            options={ROW_TREATMENTS.map((value: RowTreatment) => ({
              value,
              label: `${ROW_TREATMENT_TEXT[value]} ${own.filter(({ treatment }) => treatment === value).length}`,
            }))}
            onChange={(value: string | null | undefined) => set('treatment', value)}
          />
          <Select
            allowClear
            style={{ width: original ? 92 : 118 }}
            popupMatchSelectWidth={false}
            placeholder="给谁"
            aria-label="给谁"
            value={filter.whom}
            options={choicesOf(own, ({ whom }) => [whom])}
            onChange={(value: string | null | undefined) => set('whom', value)}
          />
          <Select
            allowClear
            style={{ width: original ? 92 : 150 }}
            popupMatchSelectWidth={false}
            placeholder="资金"
            aria-label="资金"
            value={filter.fund}
            options={choicesOf(own, ({ funds }) => funds)}
            onChange={(value: string | null | undefined) => set('fund', value)}
          />
          <OtherDay asked={params.get('asOf')} onClear={() => set('asOf', null)} />
          <span className="spring" />
          <span className="quiet digits nowrap" aria-live="polite">
            {shown.length} 条
          </span>
        </div>
        <div className="reader-scroll">
          {!filtered && document === undefined && <Relations documents={documents} />}
          {!filtered && document !== undefined && (
            <DocumentHead
              document={document}
              documents={documents}
              onView={setOriginal}
              viewed={original?.id}
            />
          )}
          {list.length > 0 ? (
            <ClauseList
              clauses={list}
              open={open}
              onOpen={openClause}
              search={filter.words}
              narrow={original !== undefined}
            />
          ) : (
            <EmptyTeach title="没有这样的条款">换一个说法，或清掉上面的筛选。</EmptyTeach>
          )}
          {elsewhere > 0 && (
            <div className="elsewhere">
              <Link to={`/policy/library?q=${encodeURIComponent(filter.words)}`}>
                别的文件里还有 {elsewhere} 条
              </Link>
            </div>
          )}
        </div>
      </div>
      {original && (
        <aside className="reader-original" aria-label="原件">
          <header>
            <b className="ellipsis">{original.name}</b>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label="收起原件"
              onClick={() => setOriginal(undefined)}
            />
          </header>
          <AttachmentViewer key={original.id} attachment={original} />
        </aside>
      )}
    </div>
  )
}

/** Says that these are the documents of another day than the one in force. */
function OtherDay({ asked, onClear }: { asked: string | null; onClear: () => void }) {
  const { asOf } = useDay()
  if (asked === null || asked === asOf) return null
  return (
    <button type="button" className="chip" onClick={onClear} title={`回到截至 ${asOf} 有效的文件`}>
      截至 {asked} 的文件
      <CloseOutlined aria-hidden />
    </button>
  )
}

/** The way back to the explanation that led here. */
function Back() {
  const location = useLocation()
  const navigate = useNavigate()
  const { back } = (location.state ?? {}) as { back?: string }
  if (back === undefined) return null
  return (
    <Button icon={<ArrowLeftOutlined />} onClick={() => navigate(-1)}>
      回到{back}
    </Button>
  )
}
