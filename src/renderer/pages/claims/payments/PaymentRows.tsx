import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import { useRef } from 'react'
import { Link } from 'react-router'
import type { PaymentView } from '../../../../shared/contract/payments.ts'
import { PAYMENT_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Digits, Money } from '../../../components/values.tsx'
import { useBarredFrom } from '../../../state/permission.ts'

const TEMPLATE = '32px 44px 192px 104px 112px minmax(90px, 1fr) 92px 74px 92px minmax(180px, 1.5fr)'

/** The rows of a payment file; only what is visible is drawn. Accounts are masked. */
export function PaymentRows({
  payments,
  chosen,
  onChoose,
  onClawBack,
}: {
  payments: readonly PaymentView[]
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
  onClawBack: (payment: PaymentView) => void
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: payments.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 12,
  })
  const tick = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChoose(next)
  }
  return (
    <div className="grid-table">
      <div className="grid-head" style={{ gridTemplateColumns: TEMPLATE }} aria-hidden="true">
        {['', '行', '申领编号', '户名', '账号', '开户行', '金额（元）', '状态', '日期', '说明'].map(
          (title, at) => (
            <span key={title || 'tick'} className={at === 6 ? 'grid-right' : undefined}>
              {title}
            </span>
          ),
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element */}
      <div
        ref={scroller}
        className="grid-scroll"
        role="grid"
        aria-label="支付明细"
        aria-rowcount={payments.length}
        tabIndex={0}
      >
        {payments.length === 0 && <EmptyTeach title="没有这样的明细">换个状态再看。</EmptyTeach>}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((item) => {
            const payment = payments[item.index]
            if (payment === undefined) return null
            return (
              // biome-ignore lint/a11y/useSemanticElements: as the grid
              <div
                key={payment.id}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 1}
                className={chosen.has(payment.id) ? 'grid-row grid-marked' : 'grid-row'}
                style={{ gridTemplateColumns: TEMPLATE, transform: `translateY(${item.start}px)` }}
              >
                <span className="grid-check">
                  <Checkbox
                    aria-label={`选择 ${payment.payeeName}`}
                    checked={chosen.has(payment.id)}
                    onChange={(event) => tick(payment.id, event.target.checked)}
                  />
                </span>
                <span className="grid-cell digits">{payment.row}</span>
                <span className="grid-cell">
                  <Link className="door digits" to={`/claims/list?open=${payment.claimId}`}>
                    {payment.claimNumber}
                  </Link>
                </span>
                <span className="grid-cell">
                  <b title={payment.payeeName}>{payment.payeeName}</b>
                </span>
                <span className="grid-cell">
                  <Digits>{payment.accountMasked}</Digits>
                </span>
                <span className="grid-cell" title={payment.bank ?? ''}>
                  {payment.bank ?? <span className="faint">—</span>}
                </span>
                <span className="grid-cell grid-right">
                  <Money fen={payment.amountFen} />
                </span>
                <span
                  className={`grid-cell ${payment.state === 'paid' ? 'good' : payment.state === 'returned' ? 'bad' : ''}`}
                >
                  {payment.state === 'sent' ? '待回盘' : PAYMENT_STATE_TEXT[payment.state]}
                </span>
                <span className="grid-cell digits">{payment.settledOn ?? ''}</span>
                <span className="grid-cell">
                  <Said payment={payment} onClawBack={onClawBack} />
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Said({ payment, onClawBack }: { payment: PaymentView; onClawBack: (payment: PaymentView) => void }) {
  const barred = useBarredFrom('reviewer')
  return (
    <>
      {payment.returnReason && <span className="bad">{payment.returnReason} </span>}
      {payment.reissued && <span className="good">已重新发放 </span>}
      {payment.reissueOf && <span className="quiet">补发 {payment.reissueOf} </span>}
      {payment.state === 'paid' && (
        <button
          type="button"
          className="as-link bad"
          disabled={barred !== undefined}
          title={barred}
          onClick={() => onClawBack(payment)}
        >
          追回…
        </button>
      )}
    </>
  )
}
