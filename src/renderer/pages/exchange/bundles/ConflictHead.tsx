import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ConflictView } from '../../../../shared/contract/sync.ts'
import { skewText } from '../../../../shared/text/partner-exchange.ts'

/** What a conflict is about, and which file brought it to light. */
export function ConflictHead({ row, children }: { row: ConflictView; children: ReactNode }) {
  const skew = skewText(row.skew)
  const to =
    row.claimId !== null
      ? `/claims/one/${row.claimId}`
      : row.personId !== null && row.removal === null
        ? `/people/${row.personId}`
        : null
  return (
    <div className="row spread">
      <h2 style={{ fontSize: 14 }}>
        {row.tableText} {to === null ? row.title : <Link to={to}>{row.title}</Link>} · {row.fieldText}
        {row.twin && <Tag style={{ marginLeft: 8 }}>两边各录了一条，已合成一条</Tag>}
      </h2>
      <span className="quiet">
        {children}
        {row.cameWith !== null && (
          <>
            ；收到{row.cameWith.partner}第{row.cameWith.sequence}份时发现
          </>
        )}
        {skew !== '' && <b className="warn-text">；{skew}，先后不一定准</b>}
      </span>
    </div>
  )
}
