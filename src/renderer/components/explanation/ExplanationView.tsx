import { Link } from 'react-router'
import type { Explanation } from '../../../shared/contract/policy.ts'
import { FUNDS, type Fund } from '../../../shared/domain/policy.ts'
import {
  BENEFICIARY_KIND_TEXT,
  CONDITION_STATE_SIGN,
  CONDITION_STATE_TEXT,
  FUND_TEXT,
} from '../../../shared/text/policy.ts'
import { OutcomeTag } from '../OutcomeTag.tsx'
import { Digits, Money, Unknown } from '../values.tsx'

/** Why an outcome is what it is: one sentence, every condition with what was found and where, the clause, the amount. */
export function ExplanationView({
  explanation,
  frozen = false,
}: {
  explanation: Explanation
  frozen?: boolean
}) {
  const e = explanation
  return (
    <article className="explanation">
      <div className="row row-wrap">
        <OutcomeTag outcome={e.outcome} on={e.on} />
        <b>
          {e.benefit} {e.benefitName}
        </b>
        {e.period && <span className="cat">{e.period}</span>}
        {e.amountFen !== null && (
          <b>
            <Money fen={e.amountFen} /> 元
          </b>
        )}
      </div>
      <p className="verdict">{e.verdict}</p>
      <p className="quiet">
        {BENEFICIARY_KIND_TEXT[e.beneficiaryKind]}：{e.beneficiaryName || <Unknown />}
        {e.personName && e.beneficiaryKind !== 'person' && `（为 ${e.personName}）`} · 截至{' '}
        <Digits>{e.asOf}</Digits>
        {frozen && ' · 生成申领时的依据，以后不再变'}
      </p>

      {e.missing.length > 0 && (
        <section className="section">
          <h3>缺什么，怎么补</h3>
          <ul className="lines">
            {e.missing.map((fact) => (
              <li key={fact.path}>
                <b>{fact.label}</b>
                <div className="quiet">{fact.fix}</div>
              </li>
            ))}
          </ul>
        </section>
      )}

      <section className="section">
        <h3>逐条看</h3>
        <ul className="conditions">
          {e.conditions.map((condition, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list; the same condition may stand twice
            <li key={`${condition.id}-${at}`}>
              <span className={`sign sign-${condition.state}`} aria-hidden="true">
                {CONDITION_STATE_SIGN[condition.state]}
              </span>
              <div>
                <div className="row spread" style={{ alignItems: 'baseline' }}>
                  <b>{condition.label}</b>
                  <span className={`sign-${condition.state} nowrap`}>
                    {CONDITION_STATE_TEXT[condition.state]}
                    {condition.on && <Digits> {condition.on}</Digits>}
                  </span>
                </div>
                <div>{condition.says}</div>
                <div className="faint">
                  要求：{condition.asks} · 依据 {condition.clause}
                </div>
                {condition.found.length > 0 && (
                  <ul className="found">
                    {condition.found.map((fact) => (
                      <li key={`${fact.path}-${fact.value}`}>
                        <span>
                          {fact.label}：{fact.value}
                        </span>
                        <span className="from">{fact.source ?? '来源未记'}</span>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </li>
          ))}
        </ul>
      </section>

      {e.notices.length > 0 && (
        <section className="section">
          <h3>提醒</h3>
          {e.notices.map((notice) => (
            <div key={notice} className="notice">
              {notice}
            </div>
          ))}
        </section>
      )}

      <section className="section">
        <h3>
          依据
          <span className="spring" />
          <Link to={`/policy/library/${e.doc}?asOf=${e.asOf}#${e.benefit}`} state={{ back: '解释' }}>
            到政策库看这一条
          </Link>
        </h3>
        <p>
          {e.docTitle}
          {e.docNumber && <span className="quiet">（{e.docNumber}）</span>} {e.clause}
        </p>
        <p className="clause">{e.wording}</p>
        <dl className="facts" style={{ marginTop: 8 }}>
          <dt>金额</dt>
          <dd className="wide">
            {e.amountText}
            {e.months !== null && `，${e.months} 个月`}
          </dd>
          {e.standard && (
            <>
              <dt>当地标准</dt>
              <dd className="wide">
                {e.standard.amountFen !== null && (
                  <>
                    <Money fen={e.standard.amountFen} /> 元，
                  </>
                )}
                {e.standard.document}
              </dd>
            </>
          )}
          {e.qualifyingOn && (
            <>
              <dt>满足日期</dt>
              <dd className="wide">
                <Digits>{e.qualifyingOn}</Digits>
              </dd>
            </>
          )}
          {e.delegatedTo && (
            <>
              <dt>执行文件</dt>
              <dd className="wide">
                由{' '}
                <Link to={`/policy/library?asOf=${e.asOf}&benefit=${e.delegatedTo}`} state={{ back: '解释' }}>
                  {e.delegatedTo}
                </Link>{' '}
                执行
              </dd>
            </>
          )}
          {e.funds.length > 0 && (
            <>
              <dt>资金</dt>
              <dd className="wide">{e.funds.map(fundText).join('、')}</dd>
            </>
          )}
          <dt>政策包</dt>
          <dd className="wide faint digits">{e.packVersion}</dd>
        </dl>
      </section>
    </article>
  )
}

/** Words of a fund line; a pack may already give words. */
export function fundText(fund: string): string {
  return (FUNDS as readonly string[]).includes(fund) ? FUND_TEXT[fund as Fund] : fund
}
