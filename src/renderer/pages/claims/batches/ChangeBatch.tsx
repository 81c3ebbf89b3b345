import { Form, Input, InputNumber } from 'antd'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { plainYuan } from '../../../../shared/domain/money.ts'
import type { Fund } from '../../../../shared/domain/policy.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'
import { FundFields } from './FundFields.tsx'

type Fields = {
  title?: string
  fund?: Fund
  budgetLineId?: string | null
  statedCount?: number | null
  statedSum?: string
}

/** Words and money of a batch, or what papers state of it. */
export function ChangeBatch({
  batch,
  funds,
  stated,
  onClose,
}: {
  batch: BatchDetail
  /** funds that the clause names, where known */
  funds: readonly Fund[] | undefined
  stated: boolean
  onClose: () => void
}) {
  const done = useDone()
  const sent = batch.state === 'sent' || batch.state === 'paid'
  const save = async (fields: Fields) => {
    const { txId } = await client.batches.change(
      stated
        ? {
            batchId: batch.id,
            statedCount: fields.statedCount ?? null,
            statedFen: fenOf(fields.statedSum),
          }
        : {
            batchId: batch.id,
            ...(fields.title?.trim() ? { title: fields.title.trim() } : {}),
            ...(!sent && fields.fund ? { fund: fields.fund } : {}),
            ...(sent ? {} : { budgetLineId: fields.budgetLineId ?? null }),
          },
    )
    done(txId, `修改批次 ${batch.number}`)
  }
  return (
    <FormDialog<Fields>
      title={stated ? `批次 ${batch.number} 纸上写明的人数和金额` : `修改批次 ${batch.number}`}
      okText="保存"
      initial={
        stated
          ? {
              statedCount: batch.statedCount,
              ...(batch.statedFen === null ? {} : { statedSum: plainYuan(batch.statedFen) }),
            }
          : { title: batch.title, fund: batch.fund, budgetLineId: batch.budget?.id ?? null }
      }
      save={save}
      onClose={onClose}
    >
      {stated ? (
        <>
          <p className="quiet" style={{ marginBottom: 10 }}>
            照村里、乡镇报来的汇总表或公示表上写的填。与逐份数出的不一致时，批次办不了下一步。
          </p>
          <div className="two">
            <Form.Item label="人数（份数）" name="statedCount">
              <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} autoFocus />
            </Form.Item>
            <Form.Item label="合计金额" name="statedSum" rules={[yuanRule(false)]}>
              <YuanInput label="合计金额" />
            </Form.Item>
          </div>
        </>
      ) : (
        <>
          <Form.Item
            label="名称"
            name="title"
            rules={[{ required: true, whitespace: true, message: '请写批次的名称' }]}
          >
            <Input maxLength={80} autoFocus />
          </Form.Item>
          {sent ? (
            <p className="quiet">批次已送出，资金来源和资金计划不能再改。</p>
          ) : (
            <FundFields benefit={batch.benefit} funds={funds ?? []} />
          )}
        </>
      )}
    </FormDialog>
  )
}
