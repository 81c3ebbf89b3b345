import { Button } from 'antd'
import { api, client, queryClient } from '../../api.ts'
import { SignIn } from '../../components/SignIn.tsx'
import { useLedger } from '../../state/session.ts'

/** Between the passphrase and the work, where the ledger has several people. */
export function WhoIsThere() {
  const { name } = useLedger()
  return (
    <div className="start">
      <main className="start-card start-narrow">
        <div className="start-head">
          <span className="frame-mark" aria-hidden="true" style={{ width: 32, height: 32, fontSize: 18 }}>
            劳
          </span>
          <div>
            <h1>由谁办理？</h1>
            <div className="quiet">{name} 已打开。操作记录会写上所选的人。</div>
          </div>
        </div>
        <SignIn />
        <Button
          style={{ marginTop: 16 }}
          onClick={() =>
            void client.ledger
              .lock()
              .then(() => queryClient.invalidateQueries({ queryKey: api.ledger.key() }))
          }
        >
          锁定台账
        </Button>
      </main>
    </div>
  )
}
