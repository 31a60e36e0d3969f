"""The page about who may open what, written from the declarations and the roles."""

from __future__ import annotations

from accounts.roles import ROLES
from foundation.addresses import all_addresses

INTRODUCTION = """# Who may open what

Written by `manage.py write_permissions` from the views' declarations and `accounts/roles.py`; a test
fails when it is out of date. A view without a declaration is refused. Everything under `/cms/` is
Wagtail's and guards itself by the desk permissions of the roles below.
"""


def permissions_page() -> str:
    """The text of docs/permissions.md."""
    lines = [INTRODUCTION, "## Addresses\n", "| address | open to | what a cache may keep |", "|---|---|---|"]
    for address in all_addresses():
        access = address.access
        who = (access.permission or access.audience) if access else "nobody: not declared"
        lines.append(f"| `{address.route}` | {who} | {access.cache if access else ''} |")
    lines += ["\n## Roles\n"]
    for role in ROLES:
        lines.append(f"### {role.title}\n\n{role.description}\n")
        lines += [f"- {permission}" for permission in sorted(role.permissions)]
        lines += [f"- desk: `{right}`" for right in sorted(role.desk)]
        lines.append("")
    return "\n".join(lines)
