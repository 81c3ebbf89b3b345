import { Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import {
  type BankReturnResult,
  bankReturnResult,
  type PaymentFileView,
} from '../../../../shared/contract/payments.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Money } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useJob } from '../../../state/jobs.ts'

/** 导入回盘: choose the bank's file, see what it would do, then do it. */
export function TakeReturn({ file, onClose }: { file: PaymentFileView; onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<{ token: string; name: string }>()
  const [problem, setProblem] = useState<unknown>()
  const trial = useJob(bankReturnResult)
  const taking = useJob(bankReturnResult)
  const done = useDone()
  const look = async (picked: File | undefined) => {
    if (picked === undefined) return
    setProblem(undefined)
    trial.reset()
    taking.reset()
    setChosen(undefined)
    try {
      const { token } = await client.files.put({ file: picked })
      setChosen({ token, name: picked.name })
      await trial.start(() => client.payments.takeReturn({ id: file.id, token, dryRun: true }))
    } catch (error) {
      setProblem(error)
    }
  }
  const take = async () => {
    if (!chosen) return
    const made = await taking.start(() =>
      client.payments.takeReturn({ id: file.id, token: chosen.token, dryRun: false }),
    )
    if (!made) return
    done(null, `回盘已登记：到账 ${count(made.paid)} 笔，退回 ${count(made.returned)} 笔`)
    onClose()
  }
  const seen = trial.result
  const moves = seen === undefined ? 0 : seen.paid + seen.returned
  return (
    <Modal
      open
      title={`导入银行回盘：${file.number}`}
      width={720}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>不做了</Button>
          <Button
            type="primary"
            disabled={moves === 0 || taking.running}
            loading={taking.running}
            onClick={() => void take()}
          >
            登记这 {count(moves)} 笔
          </Button>
        </>
      }
    >
      <div className="stack">
        <Problem error={problem ?? trial.error ?? taking.error} />
        <div className="row">
          <Button onClick={() => input.current?.click()}>选择银行给的文件</Button>
          <span className="quiet">
            {chosen?.name ?? `按“${file.profileName}”读；先看会怎样，确认后才登记`}
          </span>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="银行回盘文件"
            data-testid="bank-return"
            onChange={(event) => {
              void look(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </div>
        {(trial.running || taking.running) && <JobProgress job={taking.job ?? trial.job} />}
        {seen && <Seen seen={seen} file={file} />}
      </div>
    </Modal>
  )
}

function Seen({ seen, file }: { seen: BankReturnResult; file: PaymentFileView }) {
  return (
    <div className="stack" style={{ gap: 6 }} data-testid="return-preview">
      <div>
        文件里 {count(seen.rows)} 行：<span className="good">到账 {count(seen.paid)} 笔，</span>
        <b>
          <Money fen={seen.paidFen} />
        </b>{' '}
        元；<span className={seen.returned > 0 ? 'bad' : undefined}>退回 {count(seen.returned)} 笔</span>。
      </div>
      {seen.silent > 0 && (
        <div className="quiet">
          {file.number} 里还有 {count(seen.silent)} 笔，这个文件没有提到，仍待回盘。
        </div>
      )}
      {seen.unmatched.length > 0 && (
        <>
          <div className="bad">对不上的 {count(seen.unmatched.length)} 行，不登记：</div>
          <div style={{ maxHeight: 240, overflow: 'auto' }}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th className="num">行</th>
                  <th>内容</th>
                  <th>为什么对不上</th>
                </tr>
              </thead>
              <tbody>
                {seen.unmatched.map((row) => (
                  <tr key={`${row.row}${row.why}`}>
                    <td className="num">{row.row}</td>
                    <td>{row.text}</td>
                    <td>{row.why}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  )
}
