import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Select } from 'antd'
import type { ProcedureStep } from '../../../../shared/domain/claim-procedure.ts'
import {
  DAY_KINDS,
  type DayKind,
  STEP_KINDS,
  STEP_LEVELS,
  type StepKind,
  type StepLevel,
} from '../../../../shared/domain/claim-states.ts'
import { DAY_KIND_TEXT, STEP_KIND_TEXT, STEP_LEVEL_TEXT } from '../../../../shared/text/claims.ts'
import { ROLE_TEXT } from '../../../../shared/text/officers.ts'
import { ofKind } from './step-edits.ts'

type Role = ProcedureStep['role']
const ROLES: readonly Role[] = ['clerk', 'reviewer', 'admin']

/** One step of a procedure being written. Alt with an arrow moves it. */
export function StepRow({
  step,
  at,
  last,
  items,
  onChange,
  onMove,
  onRemove,
  onAdd,
}: {
  step: ProcedureStep
  at: number
  last: boolean
  /** names of the checklist */
  items: readonly string[]
  onChange: (step: ProcedureStep) => void
  onMove: (to: number) => void
  onRemove: () => void
  onAdd: () => void
}) {
  const nth = `第 ${at + 1} 步`
  return (
    <tr
      aria-label={`${nth} ${step.name}`}
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
        event.preventDefault()
        event.stopPropagation()
        onMove(event.key === 'ArrowUp' ? at - 1 : at + 1)
      }}
    >
      <td className="order">
        <span className="digits">{at + 1}</span>
        <Button
          size="small"
          type="text"
          icon={<ArrowUpOutlined />}
          disabled={at === 0}
          aria-label={`${nth}往前`}
          onClick={() => onMove(at - 1)}
        />
        <Button
          size="small"
          type="text"
          icon={<ArrowDownOutlined />}
          disabled={last}
          aria-label={`${nth}往后`}
          onClick={() => onMove(at + 1)}
        />
      </td>
      <td>
        <Select
          style={{ width: 88 }}
          aria-label={`${nth}的种类`}
          value={step.kind}
          options={STEP_KINDS.map((kind) => ({ value: kind, label: STEP_KIND_TEXT[kind] }))}
          onChange={(kind: StepKind) => onChange(ofKind(step, kind))}
        />
      </td>
      <td>
        <Input
          aria-label={`${nth}的名称`}
          maxLength={40}
          value={step.name}
          onChange={(event) => onChange({ ...step, name: event.target.value })}
        />
      </td>
      <td>
        <Select
          allowClear
          style={{ width: 84 }}
          aria-label={`${nth}的级别`}
          placeholder="—"
          value={step.level ?? null}
          options={STEP_LEVELS.map((level) => ({ value: level, label: STEP_LEVEL_TEXT[level] }))}
          onChange={(level: StepLevel | null | undefined) => onChange({ ...step, level: level ?? undefined })}
        />
      </td>
      <td className="nowrap">
        <InputNumber
          style={{ width: 62 }}
          aria-label={`${nth}的天数`}
          min={1}
          max={365}
          precision={0}
          placeholder="不限"
          value={step.days?.count ?? null}
          onChange={(count) =>
            onChange({
              ...step,
              days: count === null ? undefined : { count, kind: step.days?.kind ?? 'working' },
            })
          }
        />
        <Select
          style={{ width: 100, marginLeft: 4 }}
          aria-label={`${nth}的天数怎么算`}
          disabled={step.days === undefined}
          value={step.days?.kind ?? 'working'}
          options={DAY_KINDS.map((kind) => ({ value: kind, label: DAY_KIND_TEXT[kind] }))}
          onChange={(kind: DayKind) => step.days && onChange({ ...step, days: { ...step.days, kind } })}
        />
      </td>
      <td>
        <Select
          style={{ width: 96 }}
          aria-label={`${nth}谁能办`}
          value={step.role}
          options={ROLES.map((role) => ({ value: role, label: ROLE_TEXT[role] }))}
          onChange={(role: Role) => onChange({ ...step, role })}
        />
      </td>
      <td>
        <Select
          mode="tags"
          style={{ width: '100%', minWidth: 180 }}
          aria-label={`${nth}先要有的材料`}
          placeholder="不要求"
          maxTagCount="responsive"
          value={[...(step.material ?? [])]}
          options={items.map((item) => ({ value: item, label: item }))}
          onChange={(material: string[]) => onChange({ ...step, material })}
        />
      </td>
      <td className="order">
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={`${nth}后面加一步`}
          title="在后面加一步"
          onClick={onAdd}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={`去掉${nth}`}
          title="去掉这一步"
          onClick={onRemove}
        />
      </td>
    </tr>
  )
}
