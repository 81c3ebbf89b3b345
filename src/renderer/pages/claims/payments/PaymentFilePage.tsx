import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { fileRef } from '../../../../shared/contract/files.ts'
import type { PaymentView } from '../../../../shared/contract/payments.ts'
import { PAYMENT_STATES, type PaymentState } from '../../../../shared/domain/claim-states.ts'
import { PAYMENT_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { count, Money, momentText } from '../../../components/values.tsx'
import { finishedJob } from '../../../state/jobs.ts'
import { DemandClawback } from './DemandClawback.tsx'
import { PaymentRows } from './PaymentRows.tsx'
import { Reissue } from './Reissue.tsx'
import { Settle } from './Settle.tsx'
import { TakeReturn } from './TakeReturn.tsx'

type Open = 'return' | 'paid' | 'returned' | 'reissue' | null

/** One payment file: its rows by state, the bank's answer, paying again, asking back. */
export function PaymentFilePage({ id }: { id: string }) {
  const { message } = App.useApp()
  const [state, setState] = useState<PaymentState | 'all'>('all')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<Open>(null)
  const [claw, setClaw] = useState<PaymentView | null>(null)
  const answer = useQuery({
    ...api.payments.get.queryOptions({ input: { id } }),
    placeholderData: (before) => before,
  })
  const { file, payments = [] } = answer.data ?? {}
  const shown = state === 'all' ? payments : payments.filter((one) => one.state === state)
  const ticked = payments.filter((one) => chosen.has(one.id))
  const waiting = ticked.filter((one) => one.state === 'sent')
  const back = ticked.filter((one) => one.state === 'returned' && !one.reissued)
  const allBack = payments.filter((one) => one.state === 'returned' && !one.reissued)
  const close = () => {
    setOpen(null)
    setChosen(new Set())
  }
  const fetchAgain = async () => {
    try {
      const { jobId } = await client.payments.open({ id })
      await saveFile(fileRef.parse(await finishedJob(jobId)))
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  if (!file) {
    return (
      <div className="own-scroll">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active />}
      </div>
    )
  }
  const again = back.length > 0 ? back : allBack
  return (
    <>
      <div className="toolbar">
        <Link className="door" to="/claims/payments">
          ‹ 支付文件
        </Link>
        <b className="digits">{file.number}</b>
        <Link className="door" to={`/claims/batches/${file.batchId}`}>
          {file.batchTitle}
        </Link>
        <span data-testid="file-totals">
          {count(file.count)} 笔，
          <b>
            <Money fen={file.amountFen} />
          </b>{' '}
          元，已到账 <Money fen={file.paidFen} /> 元
        </span>
        <span className="spring" />
        <Button onClick={() => void fetchAgain()}>再取支付文件</Button>
        {allBack.length > 0 && (
          <RoleButton needs="reviewer" onClick={() => setOpen('reissue')}>
            重新发放 {count(again.length)} 笔
          </RoleButton>
        )}
        <Button type="primary" disabled={file.sent === 0} onClick={() => setOpen('return')}>
          导入银行回盘
        </Button>
      </div>
      <div className="toolbar">
        <Segmented
          size="small"
          aria-label="明细状态"
          options={[
            { value: 'all', label: `全部 ${count(file.count)}` },
            ...PAYMENT_STATES.map((one) => ({
              value: one,
              label: `${one === 'sent' ? '待回盘' : PAYMENT_STATE_TEXT[one]} ${count(file[one])}`,
            })),
          ]}
          value={state}
          onChange={(to) => setState(to as PaymentState | 'all')}
        />
        <Checkbox
          checked={shown.length > 0 && shown.every((one) => chosen.has(one.id))}
          indeterminate={shown.some((one) => chosen.has(one.id)) && !shown.every((one) => chosen.has(one.id))}
          onChange={(event) =>
            setChosen(event.target.checked ? new Set(shown.map((one) => one.id)) : new Set())
          }
        >
          全选
        </Checkbox>
        {waiting.length > 0 && (
          <>
            <Button size="small" onClick={() => setOpen('paid')}>
              登记到账 {count(waiting.length)} 笔
            </Button>
            <Button size="small" danger onClick={() => setOpen('returned')}>
              登记退回 {count(waiting.length)} 笔
            </Button>
          </>
        )}
        <span className="spring" />
        <span className="faint digits" title={`SHA-256 ${file.sha256}`}>
          {file.profileName}，{file.madeBy} {momentText(file.madeAt)}，校验值 {file.sha256.slice(0, 12)}…
        </span>
      </div>
      <PaymentRows
        payments={shown}
        chosen={chosen}
        onChoose={setChosen}
        onClawBack={(payment) => setClaw(payment)}
      />
      {open === 'return' && <TakeReturn file={file} onClose={close} />}
      {(open === 'paid' || open === 'returned') && <Settle payments={waiting} state={open} onClose={close} />}
      {open === 'reissue' && <Reissue paymentIds={again.map((one) => one.id)} onClose={close} />}
      {claw && <DemandClawback payment={claw} onClose={() => setClaw(null)} />}
    </>
  )
}
