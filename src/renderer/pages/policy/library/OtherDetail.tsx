import type { OtherRowView } from '../../../../shared/contract/policy.ts'
import { fundText } from '../../../components/explanation/ExplanationView.tsx'
import { Digits } from '../../../components/values.tsx'
import { Marked } from './Marked.tsx'

/** A row that nobody is paid by (referral, target, limit, duty) in our own words. */
export function OtherDetail({ row, search }: { row: OtherRowView; search: string }) {
  return (
    <>
      <p className="clause">
        <Marked text={row.wording} search={search} />
      </p>
      <dl className="facts">
        {row.whom !== null && (
          <>
            <dt>{row.treatment === 'target' ? '谁来完成' : '给谁'}</dt>
            <dd className="wide">{row.whom}</dd>
          </>
        )}
        {row.amountText !== null && (
          <>
            <dt>要求</dt>
            <dd className="wide">
              {row.amountText}
              {row.unit !== null && <span className="faint">（按{row.unit}计）</span>}
            </dd>
          </>
        )}
        {row.amounts.length > 0 && (
          <>
            <dt>限额沿革</dt>
            <dd className="wide">
              {row.amounts.map((amount) => (
                <div key={`${amount.from}-${amount.text}`}>
                  <Digits>
                    {amount.from ?? '起初'} 起{amount.to ? `，至 ${amount.to}` : ''}
                  </Digits>
                  ：{amount.text}
                </div>
              ))}
            </dd>
          </>
        )}
        {row.followedBy !== null && (
          <>
            <dt>怎样落实</dt>
            <dd className="wide">{row.followedBy}</dd>
          </>
        )}
        {row.funds.length > 0 && (
          <>
            <dt>资金</dt>
            <dd className="wide">{row.funds.map(fundText).join('、')}</dd>
          </>
        )}
        {row.readings.length > 0 && (
          <>
            <dt>执行口径</dt>
            <dd className="wide">
              {row.readings.map((reading) => (
                <div key={reading}>{reading}</div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </>
  )
}
