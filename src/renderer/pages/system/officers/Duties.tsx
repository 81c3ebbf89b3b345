import { CheckOutlined } from '@ant-design/icons'
import { mayAct, ROLES, type Role } from '../../../../shared/contract/procedure.ts'
import { DUTY_TABLE, ROLE_TEXT } from '../../../../shared/text/officers.ts'

/** What each role may do, in one plain table; one's own column stands out. */
export function Duties({ mine }: { mine: Role | null }) {
  return (
    <section className="card" aria-label="各种权限能办什么">
      <h2 style={{ fontSize: 14, marginBottom: 8 }}>各种权限能办什么</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th>办什么</th>
            {ROLES.map((role) => (
              <th key={role} className="nowrap" style={{ textAlign: 'center' }}>
                {ROLE_TEXT[role]}
                {role === mine && '（您）'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DUTY_TABLE.map(({ act, role: least }) => (
            <tr key={act}>
              <td>{act}</td>
              {ROLES.map((role) => (
                <td key={role} style={{ textAlign: 'center' }}>
                  {mayAct(role, least) ? (
                    <CheckOutlined className="good" aria-label="能" />
                  ) : (
                    <span className="faint">—</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
