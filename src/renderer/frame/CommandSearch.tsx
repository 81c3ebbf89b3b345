import { useQuery } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { asPaperNumber } from '../../shared/domain/paper-number.ts'
import { api } from '../api.ts'
import { Problem } from '../components/Problem.tsx'
import { commandsFor, type Hit, hitOf } from './hits.ts'
import { useOpenPaper } from './open-paper.ts'

const PAUSE_MS = 15

/** Ctrl+K: one box over people, employers, agents, claims, clauses and commands. Arrows, Enter, Esc. */
export function CommandSearch({
  open,
  onClose,
  onLock,
}: {
  open: boolean
  onClose: () => void
  onLock: () => void
}) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={620}
      destroyOnHidden
      style={{ top: 72 }}
      aria-label="搜索"
    >
      <SearchBody onClose={onClose} onLock={onLock} />
    </Modal>
  )
}

function SearchBody({ onClose, onLock }: { onClose: () => void; onLock: () => void }) {
  const navigate = useNavigate()
  const openPaper = useOpenPaper()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [at, setAt] = useState(0)
  const composing = useRef(false)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!composing.current) setAsked(text.trim())
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const found = useQuery({
    ...api.search.everything.queryOptions({ input: { text: asked, limit: 14 } }),
    enabled: asked !== '',
    placeholderData: (before) => before,
    gcTime: 10_000,
  })
  const hits: Hit[] = [...(asked === '' ? [] : (found.data ?? []).map(hitOf)), ...commandsFor(asked)]
  const current = Math.min(at, Math.max(0, hits.length - 1))
  // What stands there may still belong to fewer letters: Enter must not open somebody who is about to go.
  const stale = asked !== text.trim() || (asked !== '' && (found.isPlaceholderData || found.isPending))
  const [entered, setEntered] = useState(false)
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const go = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    if (hit.to === 'lock') onLock()
    else navigate(hit.to)
  }
  useEffect(() => {
    if (!entered || stale) return
    setEntered(false)
    go(hits[current])
  })
  // A scanner presses Enter before the hits are there; what it wrote names one page by itself.
  const enter = (written: string) => {
    const number = asPaperNumber(written)
    if (number === null) {
      if (stale) setEntered(true)
      else go(hits[current])
    } else
      void openPaper(number).then((opened) => {
        if (opened) onClose()
      })
  }
  return (
    <>
      <Input
        autoFocus
        size="large"
        value={text}
        maxLength={60}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={hits.length > 0 ? `${listId}-${current}` : undefined}
        aria-label="搜索人员、单位、申领、条款和命令"
        placeholder="姓名、拼音、首字母、证件号后几位、单位、申领编号、条款……"
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
          setEntered(false)
        }}
        onCompositionStart={() => {
          composing.current = true
        }}
        onCompositionEnd={(event) => {
          composing.current = false
          setAsked(event.currentTarget.value.trim())
        }}
        onKeyDown={(event) => {
          if (composing.current) return
          if (event.key === 'ArrowDown') setAt(Math.min(current + 1, hits.length - 1))
          else if (event.key === 'ArrowUp') setAt(Math.max(current - 1, 0))
          else if (event.key === 'Enter') enter(event.currentTarget.value)
          else return
          event.preventDefault()
        }}
      />
      {found.error ? <Problem error={found.error} /> : null}
      <div className="hits" id={listId} role="listbox" aria-label="搜索结果" ref={list}>
        {hits.map((hit, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the search field, which holds the focus
          <div
            key={`${hit.kind}-${hit.key}`}
            id={`${listId}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            onMouseMove={() => setAt(i)}
            onClick={() => go(hit)}
          >
            <span className="kind">{hit.kind}</span>
            <span className="ellipsis">{hit.title}</span>
            <span className="detail digits">{hit.detail}</span>
          </div>
        ))}
        {asked !== '' && found.isSuccess && hits.length === 0 && (
          <div className="quiet">没有找到“{asked}”。可换拼音、首字母或证件号后四位试试。</div>
        )}
      </div>
    </>
  )
}
