import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { api } from '../../../api.ts'
import { OutcomeTag } from '../../../components/OutcomeTag.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { Money } from '../../../components/values.tsx'

/** 变化核对: whether the ledger still says what the claim was decided on. */
export function ClaimChanges({ id }: { id: string }) {
  const answer = useQuery(api.claims.changesSince.queryOptions({ input: { id } }))
  const changes = answer.data
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (changes === undefined) return <Skeleton active paragraph={{ rows: 1 }} title={false} />
  if (!changes.moved)
    return (
      <p className="good" data-testid="changes">
        ✓ 与生成时一致：按台账现在的内容重新核对，结果、金额和依据都没有变。
      </p>
    )
  return (
    <div className="changes-moved" data-testid="changes" role="alert">
      <div className="row row-wrap">
        <b>! 生成之后台账有变，办理前请先核对</b>
        <OutcomeTag outcome={changes.before.outcome} />
        {amountOf(changes.before.amountFen)} →{' '}
        {changes.now === null ? (
          <b>现在算不出结果</b>
        ) : (
          <>
            <OutcomeTag outcome={changes.now.outcome} />
            {amountOf(changes.now.amountFen)}
          </>
        )}
      </div>
      {changes.differences.length > 0 && (
        <table className="plain-table" aria-label="变了什么">
          <thead>
            <tr>
              <th>什么变了</th>
              <th>生成时</th>
              <th>现在</th>
            </tr>
          </thead>
          <tbody>
            {changes.differences.map((one) => (
              <tr key={one.label}>
                <td>{one.label}</td>
                <td>{one.before}</td>
                <td>
                  <b>{one.now}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function amountOf(fen: number | null) {
  return (
    fen !== null && (
      <span>
        <Money fen={fen} /> 元
      </span>
    )
  )
}
