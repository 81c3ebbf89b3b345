import { useQuery } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { BATCH_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { problemOf } from '../../../components/problem.ts'
import { count, Digits, Money } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { AddClaims } from './AddClaims.tsx'
import { ChangeBatch } from './ChangeBatch.tsx'
import { NextStep } from './NextStep.tsx'

type Open = 'change' | 'stated' | 'add' | null

/** What the batch is, how much it holds beside what papers state, its steps, and what can be done now. */
export function BatchHead({ batch }: { batch: BatchDetail }) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [open, setOpen] = useState<Open>(null)
  const waiting = useQuery(api.batches.waiting.queryOptions({ input: {} }))
  const waits = waiting.data?.find(({ benefit }) => benefit === batch.benefit)
  const isOpen = batch.state === 'open'
  const dissolve = async () => {
    const reason = await askReason({
      title: `解散批次 ${batch.number}`,
      effect: `${count(batch.count)} 份申领回到等待编批，可以重新编入别的批次；批次编号作废，不再使用。`,
      okText: '解散批次',
    })
    if (reason === null) return
    try {
      const { txId } = await client.batches.dissolve({ batchId: batch.id, reason })
      done(txId, `解散批次 ${batch.number}`)
      navigate('/claims/batches')
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <section className="card" aria-label="批次">
      <div className="batch-head">
        <Link className="door" to="/claims/batches">
          ‹ 批次
        </Link>
        <h2>{batch.title}</h2>
        <Digits>{batch.number}</Digits>
        <span className="cat" data-testid="batch-state">
          {BATCH_STATE_TEXT[batch.state]}
        </span>
        <span className="spring" />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'stated', label: '登记写明的人数和金额', disabled: batch.state === 'dissolved' },
              { key: 'change', label: '改名称、资金来源和资金计划', disabled: batch.state === 'dissolved' },
              {
                key: 'add',
                label: `再编入申领（${count((waits?.count ?? 0) - (waits?.held ?? 0))} 份在等）`,
                disabled: !isOpen || (waits?.count ?? 0) === 0,
              },
              { type: 'divider' },
              { key: 'dissolve', label: '解散批次…', danger: true, disabled: !isOpen },
            ],
            onClick: ({ key }) => (key === 'dissolve' ? void dissolve() : setOpen(key as Open)),
          }}
        >
          <Button>更多</Button>
        </Dropdown>
        <NextStep batch={batch} />
      </div>
      <div className="batch-figures">
        <span>
          <b className="digits batch-total" data-testid="batch-count">
            {count(batch.count)}
          </b>{' '}
          份
        </span>
        <span>
          <b className="batch-total" data-testid="batch-sum">
            <Money fen={batch.amountFen} />
          </b>{' '}
          元
        </span>
        <Stated batch={batch} onChange={() => setOpen('stated')} />
        {batch.held > 0 && <span className="bad">暂缓 {count(batch.held)} 份</span>}
        <span className="quiet">
          <Link className="door" to={`/claims/batches?benefit=${batch.benefit}`}>
            {batch.benefit}
          </Link>{' '}
          {batch.benefitName}
          {batch.period ? `，${batch.period}` : ''}
          {batch.scopeText ? `，${batch.scopeText}` : ''}，{FUND_TEXT[batch.fund]}
        </span>
      </div>
      <ol className="batch-steps" aria-label="步骤">
        {batch.steps.map((step) => (
          <li
            key={step.id}
            className={`step-${step.state}`}
            aria-current={step.state === 'now' ? 'step' : undefined}
          >
            {step.state === 'done' ? '✓ ' : step.state === 'now' ? '▸ ' : ''}
            {step.name}
          </li>
        ))}
      </ol>
      {(open === 'change' || open === 'stated') && (
        <ChangeBatch
          batch={batch}
          funds={waits?.funds}
          stated={open === 'stated'}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'add' && <AddClaims batch={batch} onClose={() => setOpen(null)} />}
    </section>
  )
}

/** What papers say of it; where they say otherwise than the rows, in words and red. */
function Stated({ batch, onChange }: { batch: BatchDetail; onChange: () => void }) {
  const { statedCount, statedFen } = batch
  if (statedCount === null && statedFen === null) {
    return (
      <button type="button" className="as-link" onClick={onChange}>
        登记纸上写明的人数和金额
      </button>
    )
  }
  const wrongCount = statedCount !== null && statedCount !== batch.count
  const wrongSum = statedFen !== null && statedFen !== batch.amountFen
  return (
    <span className={wrongCount || wrongSum ? 'bad' : 'good'} data-testid="batch-stated">
      纸上写明 {statedCount === null ? '' : `${count(statedCount)} 人`}
      {statedFen !== null && (
        <>
          {' '}
          <Money fen={statedFen} /> 元
        </>
      )}
      {wrongCount || wrongSum ? (
        <b>
          {' '}
          ✗ 对不上：
          {wrongCount && `人数差 ${count(Math.abs(statedCount - batch.count))}`}
          {wrongCount && wrongSum && '，'}
          {wrongSum && (
            <>
              金额差 <Money fen={Math.abs(statedFen - batch.amountFen)} /> 元
            </>
          )}
        </b>
      ) : (
        ' ✓ 一致'
      )}{' '}
      <button type="button" className="as-link" onClick={onChange}>
        改
      </button>
    </span>
  )
}
