import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'
import { useState } from 'react'
import type { PartnerView } from '../../../../shared/contract/partners.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { PARTNER_KIND_TEXT, PARTNER_STATE_TEXT, scopeText } from '../../../../shared/text/partners.ts'
import { api, client } from '../../../api.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Fingerprint } from './Fingerprint.tsx'
import { OwnKeys } from './OwnKeys.tsx'
import { SetScope } from './SetScope.tsx'
import { TakeCard } from './TakeCard.tsx'

type Open = { what: 'trust' } | { what: 'replace' | 'scope'; partner: PartnerView }

/** 伙伴与钥匙: this office's own card, and whose cards it has compared and trusts. */
export function Partners() {
  const overview = useQuery(api.partners.overview.queryOptions())
  const [open, setOpen] = useState<Open>()
  const [past, setPast] = useState(false)
  const { message } = App.useApp()
  const askReason = useAskReason()
  const close = () => setOpen(undefined)
  const revoke = async ({ id, name }: PartnerView) => {
    const reason = await askReason({
      title: `停用“${name}”的钥匙`,
      effect: `此后不再收它签的文件（已在路上的也不收），也不再给它做文件；以前收到的内容不变。停用不能撤销，恢复往来要登记对方的新钥匙。`,
      okText: '停用钥匙',
    })
    if (reason === null) return
    try {
      await client.partners.revoke({ id, reason })
      message.success(`已停用“${name}”的钥匙`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  if (overview.isPending) return <Skeleton active />
  const { own = null, partners = [] } = overview.data ?? {}
  const isPast = ({ state, id }: PartnerView) =>
    state === 'replaced' || partners.some(({ replaces }) => replaces === id)
  const shown = partners.filter((one) => past || !isPast(one))
  const hidden = partners.filter(isPast).length
  return (
    <div className="stack" style={{ maxWidth: 1180 }}>
      <Problem error={overview.error} retry={() => void overview.refetch()} />
      {overview.data && <OwnKeys own={own} />}
      <section className="card" aria-label="交换伙伴">
        <div className="row spread" style={{ marginBottom: 10 }}>
          <h2 style={{ fontSize: 14 }}>交换伙伴</h2>
          <div className="row">
            {hidden > 0 && (
              <Button size="small" type="text" onClick={() => setPast(!past)}>
                {past ? '收起换下的钥匙' : `显示换下的 ${hidden} 把钥匙`}
              </Button>
            )}
            <RoleButton
              needs="admin"
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => setOpen({ what: 'trust' })}
            >
              登记伙伴
            </RoleButton>
          </div>
        </div>
        {partners.length === 0 ? (
          <EmptyTeach title="还没有交换伙伴">
            先把本单位的钥匙卡发给对方，再要来对方的卡，点“登记伙伴”粘贴进来；打电话核对指纹以后，两边就能交换文件。
          </EmptyTeach>
        ) : (
          <table className="plain-table partner-table">
            <thead>
              <tr>
                <th>名称</th>
                <th>状态</th>
                <th>可收到</th>
                <th>指纹</th>
                <th>登记</th>
                <th aria-label="操作" />
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id} className={one.state === 'trusted' ? undefined : 'faint'}>
                  <td>
                    <b>{one.name}</b>
                    {one.kind === 'platform' && <div className="quiet">{PARTNER_KIND_TEXT.platform}</div>}
                    {one.note !== null && <div className="quiet">{one.note}</div>}
                  </td>
                  <td>
                    <State partner={one} />
                  </td>
                  <td className="partner-scope">{scopeText(one.scope)}</td>
                  <td>
                    <Fingerprint value={one.fingerprint} />
                  </td>
                  <td className="nowrap">
                    <span className="digits">{shanghaiDay(one.trustedAt)}</span>
                    <div className="quiet">{one.trustedBy}</div>
                  </td>
                  <td>
                    <span className="partner-acts">
                      {one.state === 'trusted' && (
                        <RoleButton
                          needs="admin"
                          size="small"
                          onClick={() => setOpen({ what: 'scope', partner: one })}
                        >
                          设范围
                        </RoleButton>
                      )}
                      {!isPast(one) && (
                        <RoleButton
                          needs="admin"
                          size="small"
                          onClick={() => setOpen({ what: 'replace', partner: one })}
                        >
                          登记新钥匙
                        </RoleButton>
                      )}
                      {one.state !== 'revoked' && (
                        <RoleButton needs="admin" size="small" danger onClick={() => void revoke(one)}>
                          停用
                        </RoleButton>
                      )}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {open?.what === 'trust' && <TakeCard onClose={close} />}
      {open?.what === 'replace' && <TakeCard partner={open.partner} onClose={close} />}
      {open?.what === 'scope' && <SetScope partner={open.partner} onClose={close} />}
    </div>
  )
}

function State({ partner }: { partner: PartnerView }) {
  const { state, scope, revokedAt, revokedBy, revokedReason } = partner
  if (state === 'revoked')
    return (
      <>
        <b className="bad">{PARTNER_STATE_TEXT.revoked}</b>
        <div className="quiet">
          {revokedAt !== null && shanghaiDay(revokedAt)} {revokedBy}：{revokedReason}
        </div>
      </>
    )
  if (state === 'replaced') return <span>{PARTNER_STATE_TEXT.replaced}</span>
  if (scope.groups.length === 0) return <b className="warn-text">待设范围</b>
  return <span className="good">{PARTNER_STATE_TEXT.trusted}</span>
}
