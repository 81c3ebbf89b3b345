import { useQuery } from '@tanstack/react-query'
import { DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { PublicListView } from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

type Fields = {
  claimId?: string | null
  receivedOn: Dayjs
  raisedBy: string
  phone?: string
  content: string
}

/** 登记异议: about whom, who says so, what. Until it is settled the list cannot be cleared. */
export function LogObjection({ list, onClose }: { list: PublicListView; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  return (
    <FormDialog<Fields>
      title={`登记异议：批次 ${list.batchNumber}`}
      okText="登记异议"
      initial={{ receivedOn: dayjs(today) }}
      onClose={onClose}
      save={async (fields) => {
        const { txId } = await client.publicity.object({
          publicListId: list.id,
          claimId: fields.claimId ?? null,
          receivedOn: fields.receivedOn.format('YYYY-MM-DD'),
          raisedBy: fields.raisedBy,
          phone: fields.phone?.trim() || null,
          content: fields.content,
        })
        done(txId, '登记异议')
      }}
    >
      <Form.Item
        label="针对哪份申领"
        name="claimId"
        extra="空着表示针对整张名单。异议处理之前，这次公示不能办结。"
      >
        <ClaimOfBatch batchId={list.batchId} />
      </Form.Item>
      <div className="two">
        <Form.Item
          label="提出人"
          name="raisedBy"
          rules={[{ required: true, whitespace: true, message: '请写明提出人，可写“匿名”' }]}
        >
          <Input maxLength={40} placeholder="姓名，或“匿名”" />
        </Form.Item>
        <Form.Item label="电话" name="phone">
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <Form.Item label="收到日期" name="receivedOn" rules={[{ required: true, message: '请选择日期' }]}>
        <DatePicker />
      </Form.Item>
      <Form.Item
        label="异议内容"
        name="content"
        rules={[{ required: true, min: 2, whitespace: true, message: '请写明异议内容' }]}
      >
        <Input.TextArea rows={3} maxLength={500} placeholder="如：反映此人已不在该单位务工" />
      </Form.Item>
    </FormDialog>
  )
}

/** Chooses a claim of a batch by name, pinyin or number. */
function ClaimOfBatch({
  batchId,
  value,
  onChange,
  id,
}: {
  batchId: string
  value?: string | null
  onChange?: (id: string | null) => void
  id?: string
}) {
  const [search, setSearch] = useState('')
  const found = useQuery({
    ...api.claims.list.queryOptions({ input: { batchId, search, offset: 0, limit: 20 } }),
    placeholderData: (before) => before,
  })
  return (
    <Select
      {...(id ? { id } : {})}
      aria-label="针对哪份申领"
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      value={value ?? null}
      placeholder="输入姓名、拼音或编号"
      notFoundContent="批次里没有这个人"
      options={(found.data?.rows ?? []).map((claim) => ({
        value: claim.id,
        label: `${claim.personName ?? claim.beneficiaryName}（${claim.number}）`,
      }))}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
    />
  )
}
