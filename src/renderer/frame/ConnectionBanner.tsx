import { DisconnectOutlined } from '@ant-design/icons'
import { connection } from '../live.ts'
import { useStore } from '../state/store.ts'

/** Says that the application cannot be reached, until it can. */
export function ConnectionBanner() {
  if (useStore(connection) !== 'lost') return null
  return (
    <div className="banner banner-lost" role="alert">
      <DisconnectOutlined aria-hidden />
      与台账程序的连接断开了，正在重连。已经保存的内容都在；重连以前请不要录入。若一直连不上，请重新启动程序。
    </div>
  )
}
