import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { RoleButton } from '../../components/RoleButton.tsx'
import { useSaveKey } from '../../state/save-key.ts'
import { useSession } from '../../state/session.ts'
import { useUnsaved } from '../../state/unsaved.ts'

type Fields = { office: string; county: string; officer: string; phone: string }

/** Office, county and officer as they stand on paper and in the audit. */
export function Office() {
  const { version, ledger } = useSession()
  const { message } = App.useApp()
  const settings = useQuery(api.settings.get.queryOptions())
  const [form] = Form.useForm<Fields>()
  const [touched, setTouched] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  useUnsaved(touched)
  useSaveKey(() => form.submit())
  const save = async (fields: Fields) => {
    setProblem(undefined)
    try {
      await client.settings.save({ ...fields, phone: fields.phone ?? '' })
      setTouched(false)
      message.success('单位设置已保存')
    } catch (error) {
      setProblem(error)
    }
  }
  if (settings.isPending) return <Skeleton active />
  if (!settings.data) return <Problem error={settings.error} retry={() => void settings.refetch()} />
  return (
    <div className="stack" style={{ maxWidth: 560 }}>
      <Form<Fields>
        form={form}
        className="card"
        layout="vertical"
        requiredMark={false}
        initialValues={settings.data}
        onValuesChange={() => setTouched(true)}
        onFinish={(fields) => void save(fields)}
      >
        <Form.Item
          label="单位名称（印在申请表上）"
          name="office"
          rules={[{ required: true, message: '请填写单位名称' }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item label="所在县（区）" name="county" rules={[{ required: true, message: '请选择县（区）' }]}>
          <RegionSelect allowClear={false} />
        </Form.Item>
        <div className="two">
          <Form.Item label="经办人" name="officer" rules={[{ required: true, message: '请填写经办人' }]}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item label="联系电话" name="phone">
            <Input maxLength={30} />
          </Form.Item>
        </div>
        <Problem error={problem} />
        <RoleButton needs="admin" type="primary" htmlType="submit" disabled={!touched}>
          保存（Ctrl+S）
        </RoleButton>
      </Form>
      <dl className="card facts" style={{ gridTemplateColumns: '90px minmax(0, 1fr)' }}>
        <dt>台账文件</dt>
        <dd style={{ overflowWrap: 'anywhere' }}>{ledger?.path}</dd>
        <dt>程序版本</dt>
        <dd className="digits">{version}</dd>
      </dl>
    </div>
  )
}
