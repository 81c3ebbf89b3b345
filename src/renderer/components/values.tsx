import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { formatYuan } from '../../shared/domain/money.ts'

/** What the ledger does not know. Never shown as "no", 0 or an empty cell. */
export function Unknown({ what = '未知' }: { what?: string }) {
  return (
    <span className="unknown" title="台账里还没有这一项">
      {what}
    </span>
  )
}

/** A value, or 未知 where there is none. */
export function Known({ children }: { children: ReactNode }) {
  return children === null || children === undefined || children === '' ? <Unknown /> : children
}

/** ID number in groups 6–8–4, masked or full. */
export function IdNumber({ text }: { text: string | null }) {
  if (!text) return <Unknown />
  return <span className="digits id-number">{groupId(text)}</span>
}

/** `511133********1234` → `511133 ******** 1234`; other lengths stay as they are. */
export function groupId(text: string): string {
  return text.length === 18 ? `${text.slice(0, 6)} ${text.slice(6, 14)} ${text.slice(14)}` : text
}

/** Money in yuan, `3,000.00`; NULL is not 0. */
export function Money({ fen, none = '—' }: { fen: number | null; none?: string }) {
  return <span className="digits">{fen === null ? none : formatYuan(fen)}</span>
}

export function Digits({ children }: { children: ReactNode }) {
  return <span className="digits">{children}</span>
}

export const count = (n: number) => n.toLocaleString('zh-CN')

/** A number that opens the rows behind it. */
export function Door({ to, children, label }: { to: string; children: ReactNode; label?: string }) {
  return (
    <Link className="door digits" to={to} aria-label={label}>
      {children}
    </Link>
  )
}

/** `2022-03-31T08:05:09Z` as local date and minute. */
export function Moment({ at }: { at: string | null }) {
  if (!at) return <Unknown what="从未" />
  return <span className="digits">{momentText(at)}</span>
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

export function momentText(at: string): string {
  const time = Date.parse(at)
  return Number.isNaN(time) ? at : SHANGHAI.format(time)
}

/** `1536` → `1.5 KB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
