import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Modal, Radio } from 'antd'
import { useState } from 'react'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { selectedIds } from '../../../components/table/selection.ts'
import { count } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { type Chosen, narrowed } from './chosen.ts'

/** Marks one item of the checklist as seen on paper for all chosen claims, or takes the mark back. */
export function MaterialDialog({ chosen, onClose }: { chosen: Chosen; onClose: (done: boolean) => void }) {
  const text = DESK_ACT_TEXT.material
  const items = useQuery(api.workflow.materials.queryOptions({ input: {} }))
  const procedures = useQuery(api.workflow.procedures.queryOptions({ input: {} }))
  const [item, setItem] = useState('')
  const [seen, setSeen] = useState(true)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const done = useDoneToMany()
  const names = new Set([
    ...(items.data ?? []).map(({ name }) => name),
    ...(procedures.data ?? []).flatMap(({ steps }) => steps.flatMap(({ material }) => material ?? [])),
  ])
  const perform = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const ids =
        'ids' in chosen
          ? [...chosen.ids]
          : await selectedIds(
              { mode: 'all', except: new Set() },
              (offset, limit) => client.claims.list({ ...narrowed(chosen, {}), offset, limit }),
              (claim) => claim.id,
            )
      const result = await client.claims.markMaterial({ ids, item: item.trim(), seen })
      done(result.txId, `${seen ? '核收' : '取消核收'}“${item.trim()}”${count(result.changed)} 份`)
      onClose(true)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={480}
      title={`${text.name}（选了 ${count(chosen.count)} 份）`}
      okText={`${seen ? '记为已收到' : '取消核收'} ${count(chosen.count)} 份`}
      cancelText="不做了"
      okButtonProps={{ disabled: item.trim() === '', loading: busy }}
      onOk={() => void perform()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p className="quiet">{text.effect}</p>
        <Problem error={items.error ?? procedures.error} />
        <div className="ask-field">
          <span>哪一项材料</span>
          <AutoComplete
            autoFocus
            aria-label="哪一项材料"
            placeholder="从清单里选，或直接写名称"
            value={item}
            options={[...names].map((name) => ({ value: name }))}
            onChange={(value: string) => setItem(value ?? '')}
          />
        </div>
        <Radio.Group
          value={seen}
          options={[
            { value: true, label: '已在纸上看到' },
            { value: false, label: '取消核收' },
          ]}
          onChange={(event) => setSeen(event.target.value === true)}
        />
        <Problem error={failed} />
      </div>
    </Modal>
  )
}
