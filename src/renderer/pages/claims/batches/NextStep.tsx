import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { count, Money } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { MakePayment } from '../payments/MakePayment.tsx'
import { ClearList } from '../publicity/ClearList.tsx'
import { PostList } from '../publicity/PostList.tsx'
import { Overrule } from './Overrule.tsx'

/** The one button that takes a batch on, whatever its next step is. */
export function NextStep({ batch }: { batch: BatchDetail }) {
  const [open, setOpen] = useState(false)
  const { step } = batch
  if (step === null) return null
  const close = () => setOpen(false)
  const hanging = batch.publicLists.find((list) => list.clearedAt === null)
  if (step.kind === 'publicity' && hanging) return <ClearList list={hanging} />
  const blocked = batch.bars.some(({ severity }) => severity === 'block')
  const words =
    step.kind === 'publicity'
      ? `开始${step.name}`
      : step.kind === 'payment'
        ? '生成支付文件'
        : `办结“${step.name}”`
  return (
    <>
      <Button
        type="primary"
        disabled={blocked && step.kind !== 'payment'}
        title={blocked ? '下面列出的事项还妨碍办理' : undefined}
        onClick={() => setOpen(true)}
      >
        {words}
      </Button>
      {open && step.kind === 'publicity' && <PostList batch={batch} onClose={close} />}
      {open && step.kind === 'payment' && <MakePayment batchId={batch.id} onClose={close} />}
      {open && step.kind !== 'publicity' && step.kind !== 'payment' && (
        <Complete batch={batch} step={step} onClose={close} />
      )}
    </>
  )
}

type Fields = { note?: string; overrule?: string }

function Complete({
  batch,
  step,
  onClose,
}: {
  batch: BatchDetail
  step: { id: string; name: string }
  onClose: () => void
}) {
  const done = useDone()
  const holds = batch.bars.filter(({ severity }) => severity === 'hold')
  return (
    <FormDialog<Fields>
      title={`办结“${step.name}”：批次 ${batch.number}`}
      okText={holds.length > 0 ? `超出仍办理 ${count(batch.count)} 份` : `办结 ${count(batch.count)} 份`}
      danger={holds.length > 0}
      initial={{}}
      onClose={onClose}
      save={async (fields) => {
        const made = await client.batches.complete({
          batchId: batch.id,
          step: step.id,
          note: fields.note?.trim() ?? '',
          overrule: fields.overrule?.trim() ?? '',
        })
        done(made.txId, `“${step.name}”办结，${count(made.count)} 份`)
      }}
    >
      <p style={{ marginBottom: 10 }}>
        批次里 <b className="digits">{count(batch.count)}</b> 份、
        <b>
          <Money fen={batch.amountFen} />
        </b>{' '}
        元一起进入下一步，每份申领的经过都会记下。
      </p>
      <Form.Item label="意见" name="note">
        <Input.TextArea rows={2} maxLength={500} placeholder="如：经局务会研究同意" autoFocus />
      </Form.Item>
      <Overrule holds={holds} />
    </FormDialog>
  )
}
