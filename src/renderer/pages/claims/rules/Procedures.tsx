import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Skeleton } from 'antd'
import { useState } from 'react'
import type { ProcedureView } from '../../../../shared/contract/workflow.ts'
import { DAY_KIND_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { count, Digits } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { ProcedureEditor } from './ProcedureEditor.tsx'

/** 办理程序 in use, the general one first. A change is a new one from a day on; claims under way keep theirs. */
export function Procedures() {
  const answer = useQuery(api.workflow.procedures.queryOptions({ input: {} }))
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [editing, setEditing] = useState<{ from: ProcedureView; fresh: boolean }>()
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (answer.data === undefined) return <Skeleton active />
  const general = answer.data[0]
  const stop = async (procedure: ProcedureView) => {
    const reason = await askReason({
      title: `停用“${procedure.benefitName}”${procedure.from ?? ''}起的办理程序`,
      effect: `以后的申领不再用它；已在办的 ${count(procedure.claims)} 份仍按它办完。`,
      okText: '停用',
    })
    if (reason === null) return
    try {
      const { txId } = await client.workflow.removeProcedure({ id: procedure.id, reason })
      done(txId, `停用办理程序 ${procedure.benefitName}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <section className="card">
      <div className="row spread">
        <p className="quiet">
          一份申领从草稿到发放要经过哪些步骤、谁来办、几天办完。改了程序，新生成的申领照新的走；已在办的按原程序办完。
        </p>
        {general && (
          <RoleButton
            needs="admin"
            icon={<PlusOutlined />}
            onClick={() => setEditing({ from: general, fresh: true })}
          >
            给某个项目单独定程序
          </RoleButton>
        )}
      </div>
      <table className="plain-table" aria-label="办理程序" style={{ marginTop: 10 }}>
        <thead>
          <tr>
            <th>适用</th>
            <th>步骤</th>
            <th>从哪天起</th>
            <th>录入</th>
            <th className="num">在办</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {answer.data.map((one) => (
            <tr key={one.id}>
              <td>
                <b>{one.benefitName}</b>
                {one.benefit !== '*' && <div className="faint">{one.benefit}</div>}
              </td>
              <td>
                {one.steps.map((step) => step.name + daysText(step.days)).join(' → ')}
                {one.note !== '' && <div className="faint">{one.note}</div>}
              </td>
              <td className="nowrap">
                <Digits>{one.from ?? '—'}</Digits>
              </td>
              <td className="nowrap">{one.enteredBy || '软件自带'}</td>
              <td className="num">{count(one.claims)}</td>
              <td className="nowrap">
                <RoleButton
                  needs="admin"
                  size="small"
                  type="link"
                  onClick={() => setEditing({ from: one, fresh: false })}
                >
                  修改
                </RoleButton>
                {one.from !== null && (
                  <RoleButton needs="admin" size="small" type="link" danger onClick={() => void stop(one)}>
                    停用
                  </RoleButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editing && (
        <ProcedureEditor before={editing.from} fresh={editing.fresh} onClose={() => setEditing(undefined)} />
      )}
    </section>
  )
}

function daysText(days: ProcedureView['steps'][number]['days']): string {
  return days === undefined ? '' : `（${days.count}${DAY_KIND_TEXT[days.kind]}）`
}
