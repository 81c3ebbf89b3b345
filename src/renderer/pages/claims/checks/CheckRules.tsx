import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select, Skeleton, Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import type { CheckView } from '../../../../shared/contract/checks.ts'
import { CHECK_LEVELS, type CheckLevel } from '../../../../shared/domain/checks.ts'
import { CHECK_LEVEL_TEXT, CHECK_SCOPE_TEXT } from '../../../../shared/text/checks.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'

const LOOK: Readonly<Record<CheckLevel, string>> = {
  off: 'faint',
  warn: 'quiet',
  hold: 'check-hold',
  block: 'bad',
}

/** 核对规则: what each check asks, how grave it is here, and who changed it why. */
export function CheckRules({ chooser }: { chooser: ReactNode }) {
  const answer = useQuery(api.checks.catalogue.queryOptions({ input: {} }))
  const [editing, setEditing] = useState<CheckView>()
  return (
    <>
      <div className="toolbar">
        {chooser}
        <span className="quiet">文件和资金管理的硬性要求只能是“不能办理”；名单比对一律由人决定</span>
      </div>
      <div className="duty-scroll">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active style={{ padding: 16 }} />}
        <table className="plain-table" aria-label="核对规则">
          <thead>
            <tr>
              <th className="num">编号</th>
              <th>核对</th>
              <th>程度</th>
              <th>参数</th>
              <th>范围</th>
              <th>改动</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {answer.data?.map((one) => (
              <tr key={one.check}>
                <td className="num">{one.number}</td>
                <td>
                  <b>{one.name}</b>
                  <div className="quiet">{one.asks}</div>
                </td>
                <td className={`${LOOK[one.level]} nowrap`}>{CHECK_LEVEL_TEXT[one.level]}</td>
                <td className="nowrap">
                  {one.parameters.map(({ key, kind, label, value }) => (
                    <div key={key}>
                      {label}：
                      <span className="digits">
                        {kind === 'switch' ? (value === 1 ? '是' : '否') : value}
                      </span>
                    </div>
                  ))}
                </td>
                <td className="quiet">{one.scopes.map((scope) => CHECK_SCOPE_TEXT[scope]).join('、')}</td>
                <td className="quiet">
                  {one.changed === null ? '原样' : `${one.changed.by}：${one.changed.reason}`}
                </td>
                <td>
                  {(one.mildest !== one.gravest || one.parameters.length > 0) && (
                    <RoleButton
                      needs="reviewer"
                      size="small"
                      aria-label={`修改${one.name}`}
                      onClick={() => setEditing(one)}
                    >
                      修改
                    </RoleButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing && (
        <RuleForm
          check={editing}
          onClose={() => {
            setEditing(undefined)
            void answer.refetch()
          }}
        />
      )}
    </>
  )
}

type Fields = { level: CheckLevel; reason: string; parameters?: Record<string, number | boolean> }

function RuleForm({ check, onClose }: { check: CheckView; onClose: () => void }) {
  const done = useDone()
  const from = CHECK_LEVELS.indexOf(check.mildest)
  const to = CHECK_LEVELS.indexOf(check.gravest)
  return (
    <FormDialog<Fields>
      title={`修改核对规则：${check.name}`}
      okText="改为这样核对"
      initial={{
        level: check.level,
        reason: '',
        parameters: Object.fromEntries(
          check.parameters.map(({ key, kind, value }) => [key, kind === 'switch' ? value === 1 : value]),
        ),
      }}
      save={async ({ level, reason, parameters = {} }) => {
        const { txId } = await client.checks.saveSetting({
          check: check.check,
          level,
          reason,
          parameters: Object.fromEntries(
            Object.entries(parameters).map(([key, value]) => [key, Number(value)]),
          ),
        })
        done(txId, `“${check.name}”已改为${CHECK_LEVEL_TEXT[level]}`)
      }}
      onClose={onClose}
    >
      <p className="quiet">{check.asks}</p>
      <Form.Item name="level" label="程度">
        <Select
          options={CHECK_LEVELS.slice(from, to + 1).map((value) => ({
            value,
            label: CHECK_LEVEL_TEXT[value],
          }))}
          disabled={from === to}
        />
      </Form.Item>
      {check.parameters.map(({ key, kind, label, least, most }) => (
        <Form.Item
          key={key}
          name={['parameters', key]}
          label={label}
          {...(kind === 'switch' ? { valuePropName: 'checked' } : {})}
        >
          {kind === 'switch' ? <Switch /> : <InputNumber min={least} max={most} precision={0} />}
        </Form.Item>
      ))}
      <Form.Item
        name="reason"
        label="理由（依据哪个文件）"
        rules={[{ required: true, min: 2, message: '请写明理由' }]}
      >
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
