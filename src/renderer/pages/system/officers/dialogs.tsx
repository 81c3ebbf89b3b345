import { App, Form, Input, Radio, Space } from 'antd'
import type { OfficerRow } from '../../../../shared/contract/officers.ts'
import { ROLES, type Role } from '../../../../shared/contract/procedure.ts'
import { ROLE_EFFECT, ROLE_TEXT } from '../../../../shared/text/officers.ts'
import { client } from '../../../api.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { useLedger } from '../../../state/session.ts'

function RoleChoice({ only }: { only?: Role }) {
  return (
    <Form.Item label="权限" name="role" rules={[{ required: true, message: '请选择权限' }]}>
      <Radio.Group>
        <Space orientation="vertical">
          {ROLES.filter((role) => only === undefined || role === only).map((role) => (
            <Radio key={role} value={role}>
              {ROLE_TEXT[role]}
              <span className="quiet" style={{ marginInlineStart: 8 }}>
                {ROLE_EFFECT[role]}
              </span>
            </Radio>
          ))}
        </Space>
      </Radio.Group>
    </Form.Item>
  )
}

const PIN_RULE = { min: 4, message: 'PIN 至少 4 个字符' }
const sameAs = (name: string) => [
  ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, value: string | undefined) =>
      (value ?? '') === (getFieldValue(name) ?? '')
        ? Promise.resolve()
        : Promise.reject(new Error('两次输入的 PIN 不一样')),
  }),
]

/** Adds somebody; the first one is the administrator. */
export function AddOfficer({ first, onClose }: { first: boolean; onClose: () => void }) {
  const { message } = App.useApp()
  const { officer } = useLedger()
  return (
    <FormDialog<{ name: string; role: Role; pin?: string; again?: string }>
      title={first ? '添加管理员' : '添加人员'}
      okText="添加"
      width={520}
      initial={first ? { name: officer, role: 'admin' } : { role: 'clerk' }}
      onClose={onClose}
      save={async ({ name, role, pin }) => {
        await client.officers.add({ name, role, ...(pin ? { pin } : {}) })
        message.success(`已添加“${name.trim()}”（${ROLE_TEXT[role]}）`)
      }}
    >
      {first && (
        <p style={{ marginBottom: 12 }}>
          名单里的第一个人是管理员，一般就是您自己。设了 PIN 的，添加后要用 PIN 重新进入。
        </p>
      )}
      <Form.Item
        label="姓名（写入操作记录）"
        name="name"
        rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}
      >
        <Input maxLength={40} autoFocus autoComplete="off" />
      </Form.Item>
      <RoleChoice {...(first ? { only: 'admin' as const } : {})} />
      <div className="two">
        <Form.Item label="PIN（可不设）" name="pin" rules={[PIN_RULE]}>
          <Input.Password maxLength={64} autoComplete="new-password" />
        </Form.Item>
        <Form.Item label="再输入一次" name="again" dependencies={['pin']} rules={sameAs('pin')}>
          <Input.Password maxLength={64} autoComplete="new-password" />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

export function ChangeRole({ officer, onClose }: { officer: OfficerRow; onClose: () => void }) {
  const { message } = App.useApp()
  return (
    <FormDialog<{ role: Role }>
      title={`改“${officer.name}”的权限`}
      okText="改权限"
      initial={{ role: officer.role }}
      onClose={onClose}
      save={async ({ role }) => {
        await client.officers.changeRole({ id: officer.id, role })
        message.success(`“${officer.name}”的权限是${ROLE_TEXT[role]}`)
      }}
    >
      <RoleChoice />
    </FormDialog>
  )
}

/** One's own PIN needs the present one; an administrator sets those of others anew. */
export function SetPin({
  officer,
  own,
  onClose,
}: {
  officer: OfficerRow
  own: boolean
  onClose: () => void
}) {
  const { message } = App.useApp()
  return (
    <FormDialog<{ current?: string; pin?: string; again?: string }>
      title={own ? '改自己的 PIN' : `重设“${officer.name}”的 PIN`}
      okText="保存"
      width={440}
      initial={{}}
      onClose={onClose}
      save={async ({ current, pin }) => {
        await client.officers.setPin({
          id: officer.id,
          pin: pin ? pin : null,
          ...(current ? { current } : {}),
        })
        message.success(pin ? `“${officer.name}”的 PIN 已设好` : `“${officer.name}”不再用 PIN`)
      }}
    >
      {own && officer.hasPin && (
        <Form.Item
          label="现在的 PIN"
          name="current"
          rules={[{ required: true, message: '请输入现在的 PIN' }]}
        >
          <Input.Password maxLength={64} autoFocus autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item
        label="新的 PIN"
        name="pin"
        rules={[PIN_RULE]}
        extra="留空就是不用 PIN：谁都能以这个名字办理。"
      >
        <Input.Password maxLength={64} autoComplete="new-password" />
      </Form.Item>
      <Form.Item label="再输入一次" name="again" dependencies={['pin']} rules={sameAs('pin')}>
        <Input.Password maxLength={64} autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  )
}
