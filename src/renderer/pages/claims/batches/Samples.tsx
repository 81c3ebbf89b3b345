import { App, Button, Form, Input, InputNumber } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import type { BatchDetail, SampleView } from '../../../../shared/contract/batches.ts'
import { CALL_RESULTS, type CallResult } from '../../../../shared/domain/claim-states.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { DRAWN_TEXT } from '../../../../shared/text/batches.ts'
import { CALL_RESULT_TEXT } from '../../../../shared/text/claims.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { problemOf } from '../../../components/problem.ts'
import { count, Digits, Money, momentText } from '../../../components/values.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'

type Call = SampleView['calls'][number]
type Fields = { sharePercent?: number; atLeast?: number; above?: string; seed?: string }

/** 电话核查: samples drawn by lot, with their seed, and what each call found. */
export function Samples({ batch }: { batch: BatchDetail }) {
  const [drawing, setDrawing] = useState(false)
  const done = useDone()
  const ended = batch.state === 'paid' || batch.state === 'dissolved'
  return (
    <section className="card" id="batch-samples" aria-label="电话核查">
      <h2 style={{ alignItems: 'center' }}>
        电话核查
        <span style={{ flex: 1 }} />
        <Button size="small" disabled={ended || batch.count === 0} onClick={() => setDrawing(true)}>
          抽样…
        </Button>
      </h2>
      {batch.samples.length === 0 && (
        <div className="quiet">
          公示前随机抽一部分人打电话核实。种子记录在案，用同一个种子可以再抽出同样的人，谁抽的、怎么抽的都说得清。
        </div>
      )}
      {batch.samples.map((sample) => (
        <Sample key={sample.id} sample={sample} />
      ))}
      {drawing && (
        <FormDialog<Fields>
          title={`抽取核查样本：批次 ${batch.number}`}
          okText="抽取"
          initial={{ sharePercent: 10, atLeast: 5 }}
          onClose={() => setDrawing(false)}
          save={async (fields) => {
            const drawn = await client.batches.drawSample({
              batchId: batch.id,
              sharePercent: fields.sharePercent ?? 0,
              atLeast: fields.atLeast ?? 0,
              aboveFen: fenOf(fields.above),
              ...(fields.seed?.trim() ? { seed: fields.seed.trim() } : {}),
            })
            done(drawn.txId, `抽中 ${count(drawn.drawn)} 份，种子 ${drawn.seed}`)
          }}
        >
          <div className="two">
            <Form.Item label="抽百分之几" name="sharePercent">
              <InputNumber min={0} max={100} style={{ width: '100%' }} suffix="%" autoFocus />
            </Form.Item>
            <Form.Item label="至少抽几份" name="atLeast">
              <InputNumber min={0} max={10_000} precision={0} style={{ width: '100%' }} />
            </Form.Item>
            <Form.Item label="多少元以上的全查" name="above" rules={[yuanRule(false)]}>
              <YuanInput label="多少元以上的全查" placeholder="空着就不按金额" />
            </Form.Item>
            <Form.Item
              label="种子"
              name="seed"
              rules={[{ pattern: /^\d{1,15}$/, message: '种子应为数字' }]}
              extra="只在要重抽出同样的人时填"
            >
              <Input maxLength={15} placeholder="空着由程序取" />
            </Form.Item>
          </div>
        </FormDialog>
      )}
    </section>
  )
}

/** The keys 1 to 4 record a result on the row that holds the focus. */
const KEYS: Readonly<Record<string, CallResult>> = Object.fromEntries(
  CALL_RESULTS.map((result, i) => [String(i + 1), result]),
)

function Sample({ sample }: { sample: SampleView }) {
  const called = sample.calls.filter(({ result }) => result !== null).length
  return (
    <div data-testid="sample">
      <p className="quiet" style={{ marginBottom: 6 }}>
        <span className="digits">{momentText(sample.drawnAt)}</span> {sample.drawnBy} 抽取{' '}
        {sample.sharePercent}
        %，至少 {sample.atLeast} 份
        {sample.aboveFen === null ? '' : `，${formatYuan(sample.aboveFen)} 元以上全查`}；种子{' '}
        <b className="digits">{sample.seed}</b>；已打 {called}/{sample.calls.length}。在一行上按 1 属实、2
        不属实、3 号码不对、4 未接通。
      </p>
      <table className="plain-table">
        <thead>
          <tr>
            <th>姓名</th>
            <th>电话</th>
            <th>编号</th>
            <th className="num">金额（元）</th>
            <th>结果</th>
          </tr>
        </thead>
        <tbody>
          {sample.calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function CallRow({ call }: { call: Call }) {
  const { message } = App.useApp()
  const done = useDone()
  const [asking, setAsking] = useState<CallResult>()
  const record = async (result: CallResult, note: string) => {
    const made = await client.batches.recordCall({ callId: call.id, result, note })
    const words = `${call.personName ?? call.claimNumber} ${CALL_RESULT_TEXT[result]}`
    done(made.txId, made.held ? `${words}，这份申领已暂缓，须人工决定` : words)
  }
  const choose = (result: CallResult) => {
    // What stops somebody's money is not recorded by one slip of a key.
    if (result === 'denied' || result === 'wrong-number') setAsking(result)
    else void record(result, '').catch((error: unknown) => message.error(problemOf(error).text, 6))
  }
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>) => {
    // Keys in the window over the row also come by here.
    if (asking !== undefined) return
    const result = KEYS[event.key]
    if (result !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      choose(result)
      nextRow(event.currentTarget)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      nextRow(event.currentTarget, event.key === 'ArrowUp')
    }
  }
  return (
    <tr
      className="call-row"
      tabIndex={0}
      onKeyDown={onKey}
      aria-label={`核查 ${call.personName ?? call.claimNumber}`}
    >
      <td>
        <b>{call.personName ?? '—'}</b>
        <div className="faint">{DRAWN_TEXT[call.drawn]}</div>
      </td>
      <td>{call.phone ? <Digits>{call.phone}</Digits> : <span className="bad">没有电话</span>}</td>
      <td>
        <Digits>{call.claimNumber}</Digits>
      </td>
      <td className="num">
        <Money fen={call.amountFen} />
      </td>
      <td>
        <div className="row row-wrap" style={{ gap: 4 }}>
          {CALL_RESULTS.map((result) => (
            <Button
              key={result}
              size="small"
              tabIndex={-1}
              aria-pressed={call.result === result}
              type={call.result === result ? 'primary' : 'default'}
              danger={call.result === result && (result === 'denied' || result === 'wrong-number')}
              onClick={() => choose(result)}
            >
              {CALL_RESULT_TEXT[result]}
            </Button>
          ))}
        </div>
        {call.note && <div className="quiet">{call.note}</div>}
        {asking && (
          <FormDialog<{ note?: string }>
            title={`${call.personName ?? call.claimNumber}：${CALL_RESULT_TEXT[asking]}`}
            okText={`记为${CALL_RESULT_TEXT[asking]}，暂缓这份申领`}
            danger
            initial={{}}
            onClose={() => setAsking(undefined)}
            save={(fields) => record(asking, fields.note?.trim() ?? '')}
          >
            <p style={{ marginBottom: 10 }}>
              这份申领会暂缓，批次办不了下一步；由有权限的人核实后解除，或移出批次。
            </p>
            <Form.Item label="对方怎么说" name="note">
              <Input.TextArea rows={2} maxLength={300} autoFocus />
            </Form.Item>
          </FormDialog>
        )}
      </td>
    </tr>
  )
}

function nextRow(row: HTMLTableRowElement, back = false): void {
  const to = back ? row.previousElementSibling : row.nextElementSibling
  if (to instanceof HTMLElement) to.focus()
}
