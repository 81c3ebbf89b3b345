import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select, Skeleton } from 'antd'
import { useRef, useState } from 'react'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskLeave } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSaveKey } from '../../../state/save-key.ts'
import { hasUnsaved, useUnsaved } from '../../../state/unsaved.ts'
import { useBenefitOptions } from './benefit-options.ts'

type Item = { name: string; required: boolean }

/** 材料清单: what is asked for with every claim, and besides with those of one benefit. */
export function Checklists() {
  const askLeave = useAskLeave()
  const benefits = useBenefitOptions()
  const answer = useQuery(api.workflow.materials.queryOptions({ input: {} }))
  const [benefit, setBenefit] = useState('*')
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (answer.data === undefined) return <Skeleton active />
  const counts = new Map<string, number>()
  for (const item of answer.data) counts.set(item.benefit, (counts.get(item.benefit) ?? 0) + 1)
  const stored = answer.data
    .filter((item) => item.benefit === benefit)
    .map(({ name, required }) => ({ name, required }))
  return (
    <section className="card" style={{ maxWidth: 760 }}>
      <p className="quiet">
        每份申领要核收的材料。“全部补贴”里的每份都要，再加上这个项目自己的。要不要卡住某一步，在办理程序的“先要有的材料”里定。
      </p>
      <div className="row" style={{ margin: '10px 0' }}>
        <Select
          showSearch
          optionFilterProp="label"
          style={{ width: 420 }}
          aria-label="哪个项目的材料"
          value={benefit}
          options={benefits.map((one) => ({
            value: one.value,
            label: counts.has(one.value) ? `${one.label}（${counts.get(one.value)} 项）` : one.label,
          }))}
          onChange={(next) =>
            void (async () => {
              if (!hasUnsaved() || (await askLeave())) setBenefit(next)
            })()
          }
        />
      </div>
      <Items key={benefit + JSON.stringify(stored)} benefit={benefit} stored={stored} />
    </section>
  )
}

function Items({ benefit, stored }: { benefit: string; stored: readonly Item[] }) {
  const done = useDone()
  const key = useRef(stored.length)
  const begun = useRef(stored.map((item, at) => ({ ...item, key: at })))
  const [items, setItems] = useState(begun.current)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const dirty = items !== begun.current
  useUnsaved(dirty)
  const change = (at: number, patch: Partial<Item>) =>
    setItems(items.map((item, i) => (i === at ? { ...item, ...patch } : item)))
  const move = (at: number, to: number) => {
    const item = items[at]
    if (item === undefined || to < 0 || to >= items.length) return
    const rest = items.filter((_, i) => i !== at)
    setItems([...rest.slice(0, to), item, ...rest.slice(to)])
  }
  const nameless = items.some(({ name }) => name.trim() === '')
  const save = async () => {
    if (nameless) return
    setBusy(true)
    setFailed(undefined)
    try {
      const result = await client.workflow.saveMaterials({
        benefit,
        items: items.map(({ name, required }) => ({ name, required })),
      })
      begun.current = items
      done(result.txId, `设定材料清单，改了 ${result.changed} 项`)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => {
    if (dirty) void save()
  })
  return (
    <>
      {items.length === 0 && <p className="quiet">还没有列出材料。</p>}
      <ul className="lines" aria-label="材料清单">
        {items.map((item, at) => (
          <li key={item.key} className="row">
            <Input
              aria-label={`第 ${at + 1} 项材料`}
              maxLength={80}
              value={item.name}
              placeholder="材料名称，如 劳动合同复印件"
              onChange={(event) => change(at, { name: event.target.value })}
            />
            <Checkbox
              className="nowrap"
              checked={item.required}
              onChange={(event) => change(at, { required: event.target.checked })}
            >
              必交
            </Checkbox>
            <Button
              size="small"
              type="text"
              icon={<ArrowUpOutlined />}
              disabled={at === 0}
              aria-label={`第 ${at + 1} 项往前`}
              onClick={() => move(at, at - 1)}
            />
            <Button
              size="small"
              type="text"
              icon={<ArrowDownOutlined />}
              disabled={at === items.length - 1}
              aria-label={`第 ${at + 1} 项往后`}
              onClick={() => move(at, at + 1)}
            />
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`去掉第 ${at + 1} 项`}
              onClick={() => setItems(items.filter((_, i) => i !== at))}
            />
          </li>
        ))}
      </ul>
      <div className="row" style={{ marginTop: 10 }}>
        <Button
          icon={<PlusOutlined />}
          onClick={() => {
            key.current += 1
            setItems([...items, { name: '', required: true, key: key.current }])
          }}
        >
          加一项
        </Button>
        <RoleButton
          needs="admin"
          type="primary"
          disabled={!dirty || nameless}
          loading={busy}
          onClick={() => void save()}
        >
          保存清单
        </RoleButton>
      </div>
      <Problem error={failed} />
    </>
  )
}
