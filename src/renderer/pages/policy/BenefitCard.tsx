import { Link } from 'react-router'
import type { BenefitView } from '../../../shared/contract/policy.ts'
import { type EmployerKind, NATURES, type Nature, ROW_TREATMENTS } from '../../../shared/domain/policy.ts'
import {
  BENEFICIARY_KIND_TEXT,
  NATURE_TEXT,
  ROW_TREATMENT_TEXT,
  STRENGTH_TEXT,
} from '../../../shared/text/policy.ts'
import { EMPLOYER_KIND_TEXT } from '../../../shared/text/registry.ts'
import { fundText } from '../../components/explanation/ExplanationView.tsx'
import { Digits } from '../../components/values.tsx'

/** One row of a document in our own words: clause, unit, amounts, fund, conditions, readings. */
export function BenefitCard({ benefit, lit }: { benefit: BenefitView; lit: boolean }) {
  const computed = benefit.treatment === 'computed' || benefit.treatment === 'needs-standard'
  return (
    <article id={`benefit-${benefit.id}`} className={lit ? 'benefit lit' : 'benefit'}>
      <h3>
        <span className="faint digits">{benefit.id}</span>
        {benefit.name}
        <span className="cat">{treatmentText(benefit.treatment)}</span>
        <span className="quiet" style={{ fontWeight: 400, fontSize: 12 }}>
          {benefit.clause}
        </span>
        {computed && (
          <Link
            style={{ marginLeft: 'auto', fontSize: 12, fontWeight: 400 }}
            to={`/policy/results?benefit=${benefit.id}`}
          >
            看结果名单
          </Link>
        )}
      </h3>
      <p className="clause" style={{ margin: '8px 0' }}>
        {benefit.wording}
      </p>
      <dl className="facts">
        <dt>给谁</dt>
        <dd>
          {BENEFICIARY_KIND_TEXT[benefit.beneficiary]}，{benefit.per}
        </dd>
        <dt>力度</dt>
        <dd>{STRENGTH_TEXT[benefit.strength]}</dd>
        <dt>金额</dt>
        <dd className="wide">
          {benefit.amountText}
          {benefit.amounts.length > 1 && (
            <ul className="found">
              {benefit.amounts.map((amount) => (
                <li key={`${amount.from}-${amount.text}`}>
                  <span>{amount.text}</span>
                  <span className="from">
                    <Digits>
                      {amount.from ?? '起初'} 至 {amount.to ?? '今'}
                    </Digits>{' '}
                    {amount.clause}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </dd>
        <dt>性质</dt>
        <dd>
          {(NATURES as readonly string[]).includes(benefit.nature)
            ? NATURE_TEXT[benefit.nature as Nature]
            : benefit.nature}
        </dd>
        <dt>资金</dt>
        <dd>{benefit.funds.map(fundText).join('、') || '文件未写明'}</dd>
        {benefit.conditions.length > 0 && (
          <>
            <dt>条件</dt>
            <dd className="wide">
              <ol style={{ margin: 0, paddingLeft: 18 }}>
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
            <dt>本单位理解</dt>
            <dd className="wide">
              {benefit.readings.map((reading) => (
                <div key={reading.key}>
                  {reading.text}{' '}
                  {readingWords(reading.value) && <span className="cat">{readingWords(reading.value)}</span>}
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </article>
  )
}

/** Codes of a reading's value in words; a dash says nothing. */
function readingWords(value: string): string {
  if (value === '—' || value === 'true') return ''
  return value
    .split('、')
    .map((part) => (part in EMPLOYER_KIND_TEXT ? EMPLOYER_KIND_TEXT[part as EmployerKind] : part))
    .join('、')
}

function treatmentText(treatment: string): string {
  const known = ROW_TREATMENTS.find((one) => one === treatment)
  return known ? ROW_TREATMENT_TEXT[known] : treatment
}
