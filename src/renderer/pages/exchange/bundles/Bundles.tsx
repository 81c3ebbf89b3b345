import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PartnerExchange } from '../../../../shared/contract/sync.ts'
import { adviceText, skewText } from '../../../../shared/text/partner-exchange.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { Moment } from '../../../components/values.tsx'
import { Boxes } from './Boxes.tsx'
import { MakeBundle } from './MakeBundle.tsx'
import { TakeBundle } from './TakeBundle.tsx'

/** 收发交换文件: where the exchange with each partner stands, what is missing, what to do next. */
export function Bundles() {
  const overview = useQuery(api.sync.overview.queryOptions())
  const [chosen, setChosen] = useState<string>()
  if (overview.isPending) return <Skeleton active />
  const { partners = [], openConflicts = 0, openHolds = 0 } = overview.data ?? {}
  const partner = partners.find(({ ledgerId }) => ledgerId === chosen) ?? partners[0]
  return (
    <div className="stack" style={{ maxWidth: 1180 }}>
      <Problem error={overview.error} retry={() => void overview.refetch()} />
      {(openConflicts > 0 || openHolds > 0) && (
        <div className="row exchange-notices">
          {openConflicts > 0 && <Link to="/exchange/conflicts">{openConflicts} 处冲突等待裁定</Link>}
          {openHolds > 0 && <Link to="/claims/list?held=1">{openHolds} 份申领因两处申领而暂缓</Link>}
        </div>
      )}
      {partners.length === 0 ? (
        <EmptyTeach title="还没有交换伙伴">
          先到<Link to="/exchange/partners">伙伴与钥匙</Link>
          ，与对方互换钥匙卡、打电话核对指纹，再设定可以发给对方的内容；以后就在这里收发文件。
        </EmptyTeach>
      ) : (
        <>
          <TakeBundle />
          <section className="card" aria-label="与各伙伴的往来">
            <h2>与各伙伴的往来</h2>
            <table className="plain-table exchange-table">
              <thead>
                <tr>
                  <th>伙伴</th>
                  <th>发出</th>
                  <th>收到</th>
                  <th>缺</th>
                  <th>下一步</th>
                  <th aria-label="操作" />
                </tr>
              </thead>
              <tbody>
                {partners.map((one) => (
                  <tr key={one.ledgerId} className={one === partner ? 'exchange-chosen' : undefined}>
                    <td>
                      <Button
                        type="link"
                        style={{ paddingInline: 0 }}
                        onClick={() => setChosen(one.ledgerId)}
                      >
                        {one.name}
                      </Button>
                      {one.revoked && <div className="bad">钥匙已停用</div>}
                    </td>
                    <td>
                      <Sent sent={one.sent} />
                    </td>
                    <td>
                      <Received received={one.received} />
                    </td>
                    <td className={one.received.missing.length > 0 ? 'warn-text' : 'quiet'}>
                      {one.received.missing.length === 0
                        ? '不缺'
                        : one.received.missing.map((n) => `第${n}份`).join('、')}
                    </td>
                    <td>
                      {adviceText(one).map((text, i) =>
                        i === 0 ? (
                          <div key={text}>{text}</div>
                        ) : (
                          <div key={text} className="quiet">
                            {text}
                          </div>
                        ),
                      )}
                      {one.advice.length === 0 && <span className="quiet">不用做什么</span>}
                    </td>
                    <td>{!one.revoked && <MakeBundle partner={one} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {partner !== undefined && <Boxes partner={partner} />}
        </>
      )}
    </div>
  )
}

function Sent({ sent }: { sent: PartnerExchange['sent'] }) {
  if (sent.last === null) return <span className="quiet">还没有发过</span>
  return (
    <>
      <div>
        发到第{sent.last}份{' '}
        <span className="quiet digits">
          <Moment at={sent.lastAt} />
        </span>
      </div>
      <div className="quiet">
        {sent.acknowledged === null ? '还没有回执' : `回执到第${sent.acknowledged}份`}
        {sent.open > 0 && `，${sent.open} 份没有回执`}
      </div>
    </>
  )
}

function Received({ received }: { received: PartnerExchange['received'] }) {
  if (received.last === null) return <span className="quiet">还没有收到过</span>
  const skew = skewText(received.skew)
  return (
    <>
      <div>
        收到第{received.last}份{' '}
        <span className="quiet digits">
          <Moment at={received.lastAt} />
        </span>
      </div>
      {received.waiting.length > 0 && (
        <div className="warn-text">{received.waiting.map((n) => `第${n}份`).join('、')}先收着，等前面的</div>
      )}
      {skew !== '' && <div className="warn-text">{skew}</div>}
    </>
  )
}
