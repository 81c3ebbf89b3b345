import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import type { Explanation } from '../../../../shared/contract/policy.ts'
import { DECISION_TEXT } from '../../../../shared/text/services.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { DecisionForm } from './DecisionForm.tsx'

/** What the office decided on a result that the document leaves to it, or the form that records it. */
export function DecisionBox({ explanation: e }: { explanation: Explanation }) {
  const [deciding, setDeciding] = useState(false)
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const known = useQuery({
    ...api.decisions.list.queryOptions({
      input: {
        benefit: e.benefit,
        ...(e.personId === null ? {} : { personId: e.personId }),
        beneficiaryId: e.beneficiaryId,
      },
    }),
    enabled: e.outcome === 'discretionary',
  })
  if (e.outcome !== 'discretionary') return null
  const own = (known.data ?? []).filter((one) => e.period === null || one.period === e.period)
  const remove = async (id: string, label: string) => {
    const reason = await askReason({
      title: `撤销“${label}”的研究决定`,
      effect: '撤销后，这条结果又要等研究决定才能申领。已按它生成申领的不能撤销。',
      okText: '撤销决定',
    })
    if (reason === null) return
    try {
      const { txId } = await client.decisions.remove({ id, reason })
      done(txId, '撤销研究决定')
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <section className="card decision-box" aria-label="研究决定">
      <h2>研究决定</h2>
      <Problem error={known.error} />
      {own.map((one) => (
        <div key={one.id} className="row">
          <span>
            <b>{DECISION_TEXT[one.decision]}</b>
            {one.period !== null && <span className="digits"> {one.period}</span>}{' '}
            <span className="quiet">
              {one.on} {one.by} {one.document}
              {one.reason && `，${one.reason}`}
            </span>
          </span>
          <span className="spring" />
          <RoleButton
            needs="reviewer"
            size="small"
            type="text"
            onClick={() => void remove(one.id, DECISION_TEXT[one.decision])}
          >
            撤销…
          </RoleButton>
        </div>
      ))}
      {known.data && own.length === 0 && !deciding && (
        <div className="row">
          <span className="quiet">文件写的是“可给予”：记录了本单位的同意，才能生成申领。</span>
          <RoleButton needs="reviewer" onClick={() => setDeciding(true)}>
            记录研究决定
          </RoleButton>
        </div>
      )}
      {deciding && (
        <DecisionForm
          benefit={e.benefit}
          asOf={e.asOf}
          whom={e.personName ?? e.beneficiaryName}
          subjects={() =>
            Promise.resolve([
              { personId: e.personId, beneficiaryId: e.beneficiaryId || null, period: e.period },
            ])
          }
          onDone={() => setDeciding(false)}
        />
      )}
    </section>
  )
}
