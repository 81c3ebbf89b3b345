import type { OtherRowView } from '../../../shared/contract/policy.ts'
import { ROW_TREATMENTS } from '../../../shared/domain/policy.ts'
import { ROW_TREATMENT_TEXT } from '../../../shared/text/policy.ts'

/** The rows of a document that nobody is paid by: referrals, targets, limits and duties, in our own words. */
export function OtherRows({ rows, lit }: { rows: readonly OtherRowView[]; lit: string | null }) {
  return ROW_TREATMENTS.map((treatment) => {
    const own = rows.filter((row) => row.treatment === treatment)
    if (own.length === 0) return null
    return (
      <section key={treatment} aria-label={ROW_TREATMENT_TEXT[treatment]}>
        <h2 style={{ fontSize: 14, margin: '14px 0 8px' }}>
          {ROW_TREATMENT_TEXT[treatment]} <span className="faint digits">{own.length} 条</span>
        </h2>
        {own.map((row) => (
          <OtherRow key={row.id} row={row} lit={row.id === lit} />
        ))}
      </section>
    )
  })
}

function OtherRow({ row, lit }: { row: OtherRowView; lit: boolean }) {
  const { amountText, followedBy } = row
  return (
    <article id={`benefit-${row.id}`} className={lit ? 'benefit lit' : 'benefit'}>
      <h3>
        <span className="faint digits">{row.id}</span>
        {row.name}
        <span className="quiet" style={{ fontWeight: 400, fontSize: 12 }}>
          {row.clause}
        </span>
      </h3>
      <div style={{ marginTop: 6, lineHeight: 1.65 }}>{row.wording}</div>
      {(amountText ?? followedBy) && (
        <div className="quiet" style={{ marginTop: 2 }}>
          {[amountText, followedBy].filter((part) => part !== null).join('。')}
        </div>
      )}
      {row.readings.map((reading) => (
        <div key={reading} className="faint" style={{ marginTop: 2 }}>
          本单位理解：{reading}
        </div>
      ))}
    </article>
  )
}
