"""What ``bench/checks.py`` has Weblate do, in Weblate's own environment: ``… FILE.po LANGUAGE``.

All checks on translations that are on by default, called as Weblate's own tests call them, without
its database; those that ask the database for other messages are left out, and counted.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter

import django
from translate.storage.po import pofile


def main() -> None:
    """Run the command line."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "weblate.settings_example"
    django.setup()  # before which none of these can be imported
    from weblate.checks.models import CHECKS  # noqa: PLC0415
    from weblate.checks.tests.test_checks import MockUnit  # noqa: PLC0415

    store = pofile.parsefile(sys.argv[1])
    units = [
        MockUnit(source=str(unit.source), target=str(unit.target), code=sys.argv[2])
        for unit in store.units
        if unit.istranslated()
    ]
    found, left = Counter[str](), Counter[str]()
    checks = [check for check in CHECKS.data.values() if check.target]
    started = time.process_time()
    for unit in units:
        for check in checks:
            try:
                found[check.check_id] += check.check_target(unit.sources, unit.targets, unit)
            except AttributeError:
                left[check.check_id] += 1
    seconds = time.process_time() - started
    print(f"{len(units)} messages, {len(checks) - len(left)} checks, {seconds:.2f} s of rules")
    print(f"left out: {', '.join(sorted(left))}; found: {sum(found.values())}")


if __name__ == "__main__":
    main()
