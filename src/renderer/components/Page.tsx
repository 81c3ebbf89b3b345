import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'

type Tab = { key: string; label: string; to: string }

/** Head of every page: title with its count, what can be done at the right, tabs where the page has several. */
export function Page({
  title,
  count,
  extra,
  tabs,
  tab,
  children,
  scroll = true,
}: {
  title: string
  count?: ReactNode
  extra?: ReactNode
  tabs?: readonly Tab[]
  tab?: string
  children: ReactNode
  /** false: the page's own table scrolls, the page does not */
  scroll?: boolean
}) {
  const navigate = useNavigate()
  return (
    <main className="page" id="main">
      <header className="page-head">
        <h1>
          {title}
          {count !== undefined && <span className="page-count digits">{count}</span>}
        </h1>
        {tabs && (
          <Tabs
            className="page-tabs"
            size="small"
            activeKey={tab ?? ''}
            items={tabs.map(({ key, label }) => ({ key, label }))}
            onChange={(key) => {
              const target = tabs.find((one) => one.key === key)
              if (target) navigate(target.to)
            }}
          />
        )}
        <div className="page-extra">{extra}</div>
      </header>
      <div className={scroll ? 'page-body page-body-scroll' : 'page-body'}>{children}</div>
    </main>
  )
}
