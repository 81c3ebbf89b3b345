import { App, Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { client } from '../../../client.ts'
import { Attachments } from '../../../components/attachments/Attachments.tsx'
import { problemOf } from '../../../components/problem.ts'
import { momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'

/** The checklist: what was seen on paper, what is there as a scan, what is still missing; and the scans themselves. */
export function ClaimMaterials({ claim }: { claim: ClaimDetail }) {
  const { message } = App.useApp()
  const done = useDone()
  const [busy, setBusy] = useState<string>()
  const mark = async (item: string, seen: boolean) => {
    setBusy(item)
    try {
      const result = await client.claims.markMaterial({ ids: [claim.id], item, seen })
      done(result.txId, `${seen ? '核收' : '取消核收'}“${item}”`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      {claim.materials.length === 0 ? (
        <p className="quiet">
          这个项目没有材料清单。可到 <Link to="/claims/rules">办理规则</Link> 里列出要交的材料。
        </p>
      ) : (
        <ul className="checklist" aria-label="材料清单">
          {claim.materials.map((one) => (
            <li key={one.item}>
              <Checkbox
                checked={one.seenAt !== null}
                disabled={busy === one.item}
                onChange={(event) => void mark(one.item, event.target.checked)}
              >
                {one.item}
                {one.required && <span className="faint"> 必交</span>}
              </Checkbox>
              <span className="faint digits nowrap">
                {one.seenAt !== null && `纸质已收 ${momentText(one.seenAt).slice(0, 10)}`}
                {one.seenAt !== null && one.files > 0 && ' · '}
                {one.files > 0 && `扫描 ${one.files} 份`}
                {one.seenAt === null && one.files === 0 && (one.required ? '还没有' : '—')}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Attachments
        owner={{ kind: 'claim', id: claim.id }}
        items={claim.materials.map(({ item }) => item)}
        empty="还没有扫描件。签字的申请表、合同、参保证明等扫描后附在这里。"
      />
    </>
  )
}
