import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { Link } from 'react-router'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

/** 报送与反馈: how many of the batch the other system has taken, sent back, paid; some of each is a partial acceptance. */
export function BatchOutside({ batch }: { batch: BatchDetail }) {
  const answer = useQuery(api.outside.counts.queryOptions({ input: { batchId: batch.id } }))
  const [handing, setHanding] = useState(false)
  if (batch.state === 'dissolved' || answer.isPending) return null
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  const { submitted, accepted, rejected, paid } = answer.data
  const taken = accepted + paid
  const word =
    taken + rejected + submitted === 0
      ? '没有报送过'
      : rejected === 0 && submitted === 0
        ? '全部受理'
        : taken > 0 && rejected > 0
          ? '部分受理'
          : rejected > 0 && submitted === 0
            ? '全部退回'
            : '等待反馈'
  // Those that were sent back or paid have left the batch; their answers remember it.
  const door = (state: string) => `/claims/list?sent=${batch.id}&outside=${state}`
  const parts = [
    { words: '待反馈', many: submitted, to: door('submitted') },
    { words: '对方受理', many: accepted, to: door('accepted') },
    { words: '对方退回', many: rejected, to: door('rejected') },
    { words: '对方已发放', many: paid, to: door('paid') },
  ].filter(({ many }) => many > 0)
  return (
    <section className="card" aria-label="报送与反馈">
      <h2>
        报送与反馈
        <span className={word === '部分受理' || word === '全部退回' ? 'mark mark-held' : 'cat'}>{word}</span>
        <span className="spring" />
        <Button size="small" disabled={batch.count === 0} onClick={() => setHanding(true)}>
          登记报送
        </Button>
      </h2>
      {parts.length > 0 && (
        <div className="row row-wrap">
          {parts.map(({ words, many, to }) => (
            <span key={words}>
              {words}{' '}
              <Link className="door" to={to}>
                {count(many)}
              </Link>{' '}
              份
            </span>
          ))}
          {rejected > 0 && <span className="quiet">退回的已移出批次，改好后另行编批、再报送。</span>}
          {paid > 0 && <span className="quiet">对方已发放的也移出了批次，不会再付一次。</span>}
        </div>
      )}
      {handing && <HandIn batch={batch} onClose={() => setHanding(false)} />}
    </section>
  )
}

/** For what was typed into the other system, or handed over on paper; an export records itself. */
function HandIn({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  return (
    <FormDialog<{ on: Dayjs; note: string }>
      title={`登记报送：批次 ${batch.number}，${count(batch.count)} 份`}
      okText="登记报送"
      initial={{ on: dayjs(today) }}
      onClose={onClose}
      save={async ({ on, note }) => {
        const { handedIn, txId } = await client.outside.handIn({
          filter: { batchId: batch.id },
          on: on.format('YYYY-MM-DD'),
          note,
        })
        done(txId, `登记报送 ${count(handedIn)} 份`)
      }}
    >
      <p className="quiet">
        直接在对方系统里录入，或交纸质材料的，在这里登记；用“报送导出”生成工作簿的会自动登记，不用再填。
        已经在对方那里的（待反馈、已受理）不重复登记。
      </p>
      <Form.Item label="报送日期" name="on" rules={[{ required: true, message: '请选择日期' }]}>
        <DatePicker />
      </Form.Item>
      <Form.Item
        label="报送给谁、怎样报送"
        name="note"
        rules={[{ required: true, min: 2, whitespace: true, message: '请写明报送给谁、怎样报送的' }]}
      >
        <Input maxLength={120} placeholder="如：省平台，逐份录入" />
      </Form.Item>
    </FormDialog>
  )
}
