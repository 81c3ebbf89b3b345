import { DatePicker, Form, Input, InputNumber } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { plainYuan } from '../../../../shared/domain/money.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'
import { keep, readKept } from '../../../state/kept.ts'
import { useSession } from '../../../state/session.ts'
import { Overrule } from '../batches/Overrule.tsx'

type Fields = {
  place: string
  from: Dayjs
  phone: string
  statedCount: number
  statedSum: string
  overrule?: string
}

/** 开始公示: where it hangs, from when, whom to call; what is printed on it must be what the rows add up to. */
export function PostList({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  const holds = batch.bars.filter(({ severity }) => severity === 'hold')
  return (
    <FormDialog<Fields>
      title={`开始公示：批次 ${batch.number}`}
      okText={holds.length > 0 ? '仍然公示，锁定批次' : '开始公示，锁定批次'}
      danger={holds.length > 0}
      initial={{
        place: readKept('publicity.place', ''),
        phone: readKept('publicity.phone', ''),
        from: dayjs(today),
        statedCount: batch.count,
        statedSum: plainYuan(batch.amountFen),
      }}
      onClose={onClose}
      save={async (fields) => {
        const posted = await client.publicity.post({
          batchId: batch.id,
          place: fields.place,
          phone: fields.phone,
          from: fields.from.format('YYYY-MM-DD'),
          statedCount: fields.statedCount,
          statedFen: fenOf(fields.statedSum) ?? 0,
          ...(fields.overrule?.trim() ? { overrule: fields.overrule.trim() } : {}),
        })
        keep('publicity.place', fields.place)
        keep('publicity.phone', fields.phone)
        done(posted.txId, `开始公示，到 ${posted.to} 为止`)
      }}
    >
      <p className="quiet" style={{ marginBottom: 10 }}>
        从这时起批次锁定，不能再增减申领。先在“打印”里打印公示名单（姓名、证件号已隐去一部分），照墙上那张填。
      </p>
      <Form.Item
        label="张贴的地点"
        name="place"
        rules={[{ required: true, min: 2, whitespace: true, message: '请写明张贴的地点' }]}
      >
        <Input maxLength={80} placeholder="如：县人社局公示栏、民建镇光明村村委会" autoFocus />
      </Form.Item>
      <div className="two">
        <Form.Item label="从哪一天起" name="from" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          label="监督电话"
          name="phone"
          rules={[{ required: true, min: 5, whitespace: true, message: '请写明监督电话' }]}
        >
          <Input maxLength={40} placeholder="如 0833-4521234" />
        </Form.Item>
        <Form.Item
          label="公示表上写的人数"
          name="statedCount"
          rules={[
            { required: true, message: '请照公示表填写人数' },
            {
              validator: (_, value: number | null) =>
                value === null || value === batch.count
                  ? Promise.resolve()
                  : Promise.reject(new Error(`批次里是 ${batch.count} 份`)),
            },
          ]}
        >
          <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item label="公示表上写的合计金额" name="statedSum" rules={[yuanRule(true)]}>
          <YuanInput label="公示表上写的合计金额" />
        </Form.Item>
      </div>
      <Overrule holds={holds} />
    </FormDialog>
  )
}
