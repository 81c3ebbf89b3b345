import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { PackSignerView } from '../../../../shared/contract/packs.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { RemoveButton } from './RemoveButton.tsx'

/** Characters of a public key as it is passed on. */
const KEY_LENGTH = 44

/** Whose pack files this office takes without a further question. */
export function Signers({
  open,
  signers,
  onClose,
}: {
  open: boolean
  signers: readonly PackSignerView[]
  onClose: () => void
}) {
  const [form] = Form.useForm<{ name: string; publicKey: string }>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const done = useDone()
  const publicKey = (Form.useWatch('publicKey', form) ?? '').trim()
  const number = useQuery({
    ...api.packs.fingerprint.queryOptions({ input: { publicKey } }),
    enabled: publicKey.length === KEY_LENGTH,
  })
  const trust = async (fields: { name: string; publicKey: string }) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { txId, fingerprint } = await client.packs.trustSigner(fields)
      done(txId, `登记签发人 ${fields.name}（指纹 ${fingerprint}）`)
      form.resetFields()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open={open} onCancel={onClose} footer={null} title="可信的签发人" width={640} destroyOnHidden>
      <div className="stack">
        {signers.length === 0 ? (
          <p className="quiet">名单是空的：这时安装任何政策包都要写明原因。</p>
        ) : (
          <table className="plain-table">
            <thead>
              <tr>
                <th>名称</th>
                <th>指纹</th>
                <th>登记</th>
                <th aria-label="操作" />
              </tr>
            </thead>
            <tbody>
              {signers.map((one) => (
                <tr key={one.id}>
                  <td>{one.name}</td>
                  <td className="digits">{one.fingerprint}</td>
                  <td className="nowrap digits">{shanghaiDay(one.trustedAt)}</td>
                  <td>
                    <RemoveButton
                      needs="admin"
                      what="移出"
                      title={`不再信任“${one.name}”`}
                      effect="以后安装他签的政策包要写明原因。已安装的不受影响。"
                      act={(reason) => client.packs.removeSigner({ id: one.id, reason })}
                      done={`移出签发人 ${one.name}`}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={busy}
          onFinish={(fields) => void trust(fields)}
        >
          <Form.Item label="签发单位或人员" name="name" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            label="公钥"
            name="publicKey"
            rules={[{ required: true, message: '请粘贴公钥' }]}
            extra="粘贴后会显示指纹。请打电话逐组核对：指纹对得上，公钥才是他的。"
          >
            <Input maxLength={100} placeholder="44 个字符，以 = 结尾" />
          </Form.Item>
          {number.data && (
            <div className="notice">
              这把公钥的指纹 <b className="digits">{number.data.fingerprint}</b>
            </div>
          )}
          <Problem error={problem} />
          <RoleButton needs="admin" type="primary" htmlType="submit" loading={busy}>
            登记
          </RoleButton>
        </Form>
      </div>
    </Modal>
  )
}
