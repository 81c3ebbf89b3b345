import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Skeleton } from 'antd'
import { useState } from 'react'
import type { OfficerRow } from '../../../../shared/contract/officers.ts'
import { mayAct } from '../../../../shared/contract/procedure.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { ROLE_TEXT } from '../../../../shared/text/officers.ts'
import { api, client } from '../../../api.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useLedger } from '../../../state/session.ts'
import { DeskRules } from './DeskRules.tsx'
import { Duties } from './Duties.tsx'
import { AddOfficer, ChangeRole, SetPin } from './dialogs.tsx'

type Open = { what: 'add' } | { what: 'role' | 'pin'; officer: OfficerRow }

/** 人员与权限: who may act in this ledger, what each role may do, and when the desk locks itself. */
export function Officers() {
  const rows = useQuery(api.officers.list.queryOptions())
  const { officerId, role } = useLedger()
  const { message } = App.useApp()
  const askReason = useAskReason()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const remove = async ({ id, name }: OfficerRow) => {
    const reason = await askReason({
      title: `停用“${name}”`,
      effect: '停用后不能再以这个名字办理；以前的操作记录不变。',
      okText: '停用',
    })
    if (reason === null) return
    try {
      await client.officers.remove({ id, reason })
      message.success(`已停用“${name}”`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  if (rows.isPending) return <Skeleton active />
  const list = rows.data ?? []
  const atWork = list.filter(({ removed }) => removed === null)
  const openToAll = atWork.filter(({ role, hasPin }) => mayAct(role, 'reviewer') && !hasPin)
  return (
    <div className="stack" style={{ maxWidth: 980 }}>
      <Problem error={rows.error} retry={() => void rows.refetch()} />
      {atWork.length > 1 && openToAll.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${openToAll.map(({ name }) => `“${name}”`).join('、')}没有 PIN：打开台账的人都能以这个名字复核、审批${
            openToAll.some((one) => one.role === 'admin') ? '、改权限' : ''
          }。请设 PIN。`}
        />
      )}
      <section className="card" aria-label="人员名单">
        <div className="row spread" style={{ marginBottom: 10 }}>
          <h2 style={{ fontSize: 14 }}>人员名单</h2>
          <RoleButton
            needs="admin"
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => setOpen({ what: 'add' })}
          >
            {atWork.length === 0 ? '添加管理员' : '添加人员'}
          </RoleButton>
        </div>
        {list.length === 0 ? (
          <EmptyTeach title="还没有人员名单">
            现在打开台账的人就是管理员，什么都能办。几个人共用时，请先把自己添加为管理员，再添加其他人：各人用各人的名字办理，复核与经办就分得开。
          </EmptyTeach>
        ) : (
          <table className="plain-table">
            <thead>
              <tr>
                <th>姓名</th>
                <th>权限</th>
                <th>PIN</th>
                <th>添加人</th>
                <th>备注</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {list.map((row) => (
                <tr key={row.id} className={row.removed === null ? undefined : 'faint'}>
                  <td>
                    <b>{row.name}</b>
                    {row.id === officerId && <span className="quiet">（现在办理）</span>}
                  </td>
                  <td className="nowrap">{ROLE_TEXT[row.role]}</td>
                  <td className="nowrap">{row.removed !== null ? '' : row.hasPin ? '有' : '无'}</td>
                  <td>{row.addedBy}</td>
                  <td>
                    {row.removed === null ? '' : `${shanghaiDay(row.removed.at)} 停用：${row.removed.reason}`}
                  </td>
                  <td>
                    {row.removed === null && (
                      <span className="row" style={{ justifyContent: 'flex-end' }}>
                        <RoleButton
                          needs="admin"
                          size="small"
                          onClick={() => setOpen({ what: 'role', officer: row })}
                        >
                          改权限
                        </RoleButton>
                        <RoleButton
                          needs={row.id === officerId ? 'viewer' : 'admin'}
                          size="small"
                          onClick={() => setOpen({ what: 'pin', officer: row })}
                        >
                          {row.hasPin ? '改 PIN' : '设 PIN'}
                        </RoleButton>
                        <RoleButton needs="admin" size="small" danger onClick={() => void remove(row)}>
                          停用
                        </RoleButton>
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <DeskRules officers={atWork.length} />
      <Duties mine={role} />
      {open?.what === 'add' && <AddOfficer first={atWork.length === 0} onClose={close} />}
      {open?.what === 'role' && <ChangeRole officer={open.officer} onClose={close} />}
      {open?.what === 'pin' && (
        <SetPin officer={open.officer} own={open.officer.id === officerId} onClose={close} />
      )}
    </div>
  )
}
