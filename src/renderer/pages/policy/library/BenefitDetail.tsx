import { Link } from 'react-router'
import type { BenefitView } from '../../../../shared/contract/policy.ts'
import { NATURES, type Nature } from '../../../../shared/domain/policy.ts'
import { BENEFICIARY_KIND_TEXT, NATURE_TEXT, STRENGTH_TEXT } from '../../../../shared/text/policy.ts'
import { fundText } from '../../../components/explanation/ExplanationView.tsx'
import { Digits } from '../../../components/values.tsx'
import { Marked } from './Marked.tsx'

/** One benefit in our own words: clause, unit, amounts since when, fund, conditions, how silent points are read. */
export function BenefitDetail({ benefit, search }: { benefit: BenefitView; search: string }) {
  return (
    <>
      <p className="clause">
        <Marked text={benefit.wording} search={search} />
      </p>
      <dl className="facts">
        <dt>给谁</dt>
        <dd>
          {BENEFICIARY_KIND_TEXT[benefit.beneficiary]}，{benefit.per}
        </dd>
        <dt>力度</dt>
        <dd>{STRENGTH_TEXT[benefit.strength]}</dd>
        <dt>性质</dt>
        <dd>
          {(NATURES as readonly string[]).includes(benefit.nature)
            ? NATURE_TEXT[benefit.nature as Nature]
            : benefit.nature}
        </dd>
        <dt>资金</dt>
        <dd>{benefit.funds.map(fundText).join('、')}</dd>
        <dt>金额</dt>
        <dd className="wide">
          {benefit.amountText}
          {benefit.treatment === 'needs-standard' && (
            <Link className="after" to="/policy/standards">
              录入当地标准
            </Link>
          )}
        </dd>
        {benefit.amounts.length > 0 && (
          <>
            <dt>金额沿革</dt>
            <dd className="wide">
              {benefit.amounts.map((amount) => (
                <div key={`${amount.from}-${amount.text}`}>
                  <Digits>
                    {amount.from ?? '起初'} 起{amount.to ? `，至 ${amount.to}` : ''}
                  </Digits>
                  ：{amount.text} <span className="faint">{amount.clause}</span>
                </div>
              ))}
            </dd>
          </>
        )}
        {benefit.conditions.length > 0 && (
          <>
            <dt>条件</dt>
            <dd className="wide">
              <ol className="entry-conditions">
                {benefit.conditions.map((condition) => (
                  <li key={`${condition.id}-${condition.text}`}>
                    {condition.text} <span className="faint">{condition.clause}</span>
                  </li>
                ))}
              </ol>
            </dd>
          </>
        )}
        {benefit.readings.length > 0 && (
          <>
            <dt>执行口径</dt>
            <dd className="wide">
              {benefit.readings.map((reading) => (
                <div key={`${reading.key}-${reading.text}`}>
                  {reading.text}
                  {reading.key !== '' && (
                    <span>
                      {' '}
                      现行：<b>{reading.value}</b>
                      {reading.decided && <span className="cat after">本单位决定</span>}
                      <Link className="after" to={`/policy/library/readings#${reading.key}`}>
                        {reading.decided ? '看决定' : '改口径'}
                      </Link>
                    </span>
                  )}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
      <div className="row" style={{ marginTop: 8 }}>
        <Link to={`/policy/results?benefit=${benefit.id}`}>看结果名单</Link>
        <Link to={`/claims/list?benefit=${benefit.id}`}>看申领</Link>
      </div>
    </>
  )
}
