import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Modal, Select } from 'antd'
import { Fragment, useState } from 'react'
import type { ProcedureView } from '../../../../shared/contract/workflow.ts'
import type { ProcedureStep } from '../../../../shared/domain/claim-procedure.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskLeave } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'
import { useSaveKey } from '../../../state/save-key.ts'
import { useUnsaved } from '../../../state/unsaved.ts'
import { useBenefitOptions } from './benefit-options.ts'
import { StepRow } from './StepRow.tsx'
import { addStep, faultsByRow, moveStep } from './step-edits.ts'

/** One 办理程序 as rows of steps; what is wrong is said beside its row before anything is saved. */
export function ProcedureEditor({
  before,
  fresh,
  onClose,
}: {
  /** the one that is changed or copied */
  before: ProcedureView
  /** true: for another benefit */
  fresh: boolean
  onClose: () => void
}) {
  const { today } = useDay()
  const askLeave = useAskLeave()
  const done = useDone()
  const benefits = useBenefitOptions()
  const materials = useQuery(api.workflow.materials.queryOptions({ input: {} }))
  const [benefit, setBenefit] = useState<string | null>(fresh ? null : before.benefit)
  const [from, setFrom] = useState(today)
  const [note, setNote] = useState(fresh || before.from === null ? '' : before.note)
  const [steps, setSteps] = useState<readonly ProcedureStep[]>(before.steps)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const dirty = steps !== before.steps
  useUnsaved(dirty)
  const faults = faultsByRow(steps)
  const wrong = faults.whole.length > 0 || faults.rows.size > 0
  const save = async () => {
    if (wrong || benefit === null) return
    setBusy(true)
    setFailed(undefined)
    try {
      const { txId } = await client.workflow.saveProcedure({
        benefit,
        from,
        note,
        steps: steps.map((step) => ({
          id: step.id,
          kind: step.kind,
          name: step.name,
          role: step.role,
          ...(step.level === undefined ? {} : { level: step.level }),
          ...(step.days === undefined ? {} : { days: step.days }),
          material: [...(step.material ?? [])],
        })),
      })
      done(txId, '保存办理程序')
      onClose()
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  useSaveKey(() => void save())
  const close = async () => {
    if (!dirty || (await askLeave())) onClose()
  }
  const items = [...new Set((materials.data ?? []).map(({ name }) => name))]
  return (
    <Modal
      open
      width={1180}
      style={{ top: 24 }}
      title={fresh ? '给某个项目单独定办理程序' : `修改办理程序：${before.benefitName}`}
      okText="保存（Ctrl+S）"
      cancelText="不改了"
      okButtonProps={{
        disabled: wrong || benefit === null || !/^\d{4}-\d{2}-\d{2}$/.test(from),
        loading: busy,
      }}
      onOk={() => void save()}
      onCancel={() => void close()}
    >
      <div className="stack">
        <div className="row row-wrap">
          <span>适用</span>
          <Select
            showSearch
            optionFilterProp="label"
            style={{ width: 300 }}
            aria-label="适用的项目"
            placeholder="选一个项目"
            disabled={!fresh}
            value={benefit}
            options={fresh ? benefits.filter(({ value }) => value !== '*') : benefits}
            onChange={setBenefit}
          />
          <span>自</span>
          <Input
            style={{ width: 120 }}
            aria-label="从哪一天起"
            placeholder="2026-01-01"
            value={from}
            onChange={(event) => setFrom(event.target.value.trim())}
          />
          <span>起生成的申领照这样办。</span>
          <span className="quiet">
            {before.claims > 0 && !fresh
              ? `已在办的 ${count(before.claims)} 份按原程序办完。`
              : '已在办的按原程序办完。'}
          </span>
        </div>
        <table className="plain-table steps-editor" aria-label="步骤">
          <thead>
            <tr>
              <th>次序</th>
              <th>种类</th>
              <th>名称</th>
              <th>哪一级</th>
              <th>期限</th>
              <th>谁能办</th>
              <th>先要有的材料</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {steps.map((step, at) => (
              <Fragment key={step.id}>
                <StepRow
                  step={step}
                  at={at}
                  last={at === steps.length - 1}
                  items={items}
                  onChange={(changed) => setSteps(steps.map((one, i) => (i === at ? changed : one)))}
                  onMove={(to) => setSteps(moveStep(steps, at, to))}
                  onRemove={() => setSteps(steps.filter((_, i) => i !== at))}
                  onAdd={() => setSteps(addStep(steps, at))}
                />
                {faults.rows.has(at) && (
                  <tr className="row-fault">
                    <td colSpan={8} role="alert">
                      ! 第 {at + 1} 步：{faults.rows.get(at)?.join('；')}
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
        <div className="row spread">
          <Button icon={<PlusOutlined />} onClick={() => setSteps(addStep(steps, steps.length - 1))}>
            在最后加一步
          </Button>
          <span className="faint">在一行里按 Alt+↑、Alt+↓ 调次序</span>
        </div>
        {faults.whole.map((text) => (
          <Alert key={text} type="warning" showIcon title={text} />
        ))}
        <div className="ask-field">
          <span>说明（依据的文件、为什么改；可不填）</span>
          <Input
            aria-label="说明"
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <Problem error={failed ?? materials.error} />
      </div>
    </Modal>
  )
}
