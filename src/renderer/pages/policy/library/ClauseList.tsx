import { RightOutlined } from '@ant-design/icons'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { ROW_TREATMENT_TEXT } from '../../../../shared/text/policy.ts'
import { BenefitDetail } from './BenefitDetail.tsx'
import type { Clause } from './clauses.ts'
import { Marked } from './Marked.tsx'
import { OtherDetail } from './OtherDetail.tsx'

/** Rows of documents, one line each; the open one shows everything. ↑ ↓ walk along the lines, Enter opens. */
export function ClauseList({
  clauses,
  open,
  onOpen,
  search,
  narrow,
}: {
  clauses: readonly Clause[]
  /** id of the open row */
  open: string | null
  onOpen: (clause: Clause | null) => void
  search: string
  /** less room: the original is shown beside it */
  narrow: boolean
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (open === null) return
    const row = document.getElementById(`clause-${open}`)
    const around = row?.closest('.reader-scroll')?.getBoundingClientRect()
    const line = row?.getBoundingClientRect()
    const below = around !== undefined && line !== undefined && line.top > around.top + around.height / 2
    row?.scrollIntoView({ block: below ? 'start' : 'nearest' })
    row?.querySelector('button')?.focus({ preventScroll: true })
  }, [open])
  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open !== null) {
      event.preventDefault()
      onOpen(null)
      return
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const lines = [...(list.current?.querySelectorAll<HTMLElement>('.entry-line') ?? [])]
    const at = lines.indexOf(document.activeElement as HTMLElement)
    const next = lines[at + (event.key === 'ArrowDown' ? 1 : -1)]
    if (at < 0 || next === undefined) return
    event.preventDefault()
    next.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the lines in it are buttons; this only moves between them
    <div className={narrow ? 'entries entries-narrow' : 'entries'} ref={list} onKeyDown={walk}>
      <div className="entry-head" aria-hidden>
        <span />
        <span>编号</span>
        <span>条款</span>
        <span>名称</span>
        <span>给谁</span>
        <span>金额、要求</span>
        <span className="wide-only">资金</span>
        <span>处理</span>
      </div>
      {clauses.map((clause) => (
        <ClauseRow
          key={clause.id}
          clause={clause}
          open={clause.id === open}
          onOpen={() => onOpen(clause.id === open ? null : clause)}
          search={search}
        />
      ))}
    </div>
  )
}

function ClauseRow({
  clause,
  open,
  onOpen,
  search,
}: {
  clause: Clause
  open: boolean
  onOpen: () => void
  search: string
}) {
  const { id, name, row } = clause
  return (
    <article id={`clause-${id}`} className={open ? 'entry entry-open' : 'entry'} aria-label={`${id} ${name}`}>
      <button type="button" className="entry-line" aria-expanded={open} onClick={onOpen}>
        <RightOutlined className="entry-arrow" aria-hidden />
        <span className="digits">{id}</span>
        <span className="faint">
          <Marked text={clause.clause} search={search} />
        </span>
        <b>
          <Marked text={name} search={search} />
        </b>
        <span>{clause.whom}</span>
        <span title={clause.figure}>{clause.figure}</span>
        <span className="faint wide-only" title={clause.funds.join('、')}>
          {clause.funds.join('、')}
        </span>
        <span className={`treated treated-${clause.treatment}`}>{ROW_TREATMENT_TEXT[clause.treatment]}</span>
      </button>
      {!open && search !== '' && (
        <div className="entry-snippet">
          <Marked text={clause.wording} search={search} />
        </div>
      )}
      {open && (
        <div className="entry-detail">
          {row.kind === 'benefit' ? (
            <BenefitDetail benefit={row.view} search={search} />
          ) : (
            <OtherDetail row={row.view} search={search} />
          )}
        </div>
      )}
    </article>
  )
}
