import {
  BankOutlined,
  CalculatorOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  FileDoneOutlined,
  SettingOutlined,
  SwapOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { NavLink } from 'react-router'
import { momentText } from '../components/values.tsx'
import { useLedger } from '../state/session.ts'

export const ENTRIES = [
  { to: '/', label: '工作台', icon: <DashboardOutlined aria-hidden /> },
  { to: '/people', label: '人员', icon: <TeamOutlined aria-hidden /> },
  { to: '/organisations', label: '单位与机构', icon: <BankOutlined aria-hidden /> },
  { to: '/services', label: '服务与岗位', icon: <CustomerServiceOutlined aria-hidden /> },
  { to: '/policy', label: '政策测算', icon: <CalculatorOutlined aria-hidden /> },
  { to: '/claims', label: '申领与发放', icon: <FileDoneOutlined aria-hidden /> },
  { to: '/exchange', label: '数据交换', icon: <SwapOutlined aria-hidden /> },
  { to: '/system', label: '系统', icon: <SettingOutlined aria-hidden /> },
] as const

export function Navigation() {
  const ledger = useLedger()
  return (
    <nav className="frame-nav" aria-label="主菜单">
      <ul>
        {ENTRIES.map((entry) => (
          <li key={entry.to}>
            <NavLink to={entry.to} end={entry.to === '/'}>
              {entry.icon}
              {entry.label}
            </NavLink>
          </li>
        ))}
      </ul>
      <div className="frame-foot">
        <b>{ledger.office}</b>
        {ledger.countyName}
        <br />
        <NavLink className="door" style={{ display: 'inline', padding: 0, fontSize: 12 }} to="/system/backup">
          {ledger.lastBackupAt ? `备份于 ${momentText(ledger.lastBackupAt)}` : '还没有备份过'}
        </NavLink>
      </div>
    </nav>
  )
}
