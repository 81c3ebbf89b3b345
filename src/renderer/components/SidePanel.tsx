import { CloseOutlined, ExpandOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useEscape } from '../state/escape.ts'

/** One record over the list it came from. Esc closes it wherever the focus is, the list stays usable. */
export function SidePanel({
  title,
  subtitle,
  onClose,
  onFull,
  actions,
  children,
  width = 520,
}: {
  title: ReactNode
  subtitle?: ReactNode
  onClose: () => void
  onFull?: () => void
  actions?: ReactNode
  children: ReactNode
  width?: number
}) {
  useEscape(onClose)
  return (
    <aside className="side-panel" style={{ width }} aria-label="详情">
      <header className="side-head">
        <div className="side-title">
          <h2>{title}</h2>
          {subtitle && <div className="quiet">{subtitle}</div>}
        </div>
        {actions}
        {onFull && (
          <Button
            type="text"
            size="small"
            icon={<ExpandOutlined />}
            onClick={onFull}
            aria-label="整页打开"
            title="整页打开（双击行也可）"
          />
        )}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={onClose}
          aria-label="关闭"
          title="关闭（Esc）"
        />
      </header>
      <div className="side-body">{children}</div>
    </aside>
  )
}
