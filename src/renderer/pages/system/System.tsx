import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Audit } from './Audit.tsx'
import { Backup } from './Backup.tsx'
import { Doctor } from './Doctor.tsx'
import { Keys } from './Keys.tsx'
import { Office } from './Office.tsx'
import { Officers } from './officers/Officers.tsx'

const TABS = [
  { key: 'office', label: '单位设置', to: '/system/office' },
  { key: 'officers', label: '人员与权限', to: '/system/officers' },
  { key: 'backup', label: '备份', to: '/system/backup' },
  { key: 'doctor', label: '体检', to: '/system/doctor' },
  { key: 'audit', label: '操作记录', to: '/system/audit' },
  { key: 'keys', label: '口令与恢复密钥', to: '/system/keys' },
] as const

export function System() {
  const { tab = 'office' } = useParams()
  return (
    <Page title="系统" tabs={TABS} tab={tab} scroll={tab !== 'audit'}>
      {tab === 'backup' ? (
        <Backup />
      ) : tab === 'doctor' ? (
        <Doctor />
      ) : tab === 'audit' ? (
        <Audit />
      ) : tab === 'keys' ? (
        <Keys />
      ) : tab === 'officers' ? (
        <Officers />
      ) : (
        <Office />
      )}
    </Page>
  )
}
