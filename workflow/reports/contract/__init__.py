"""What other programs read: the object of every ``--format json``, key by key.

Keys, types and meanings are those of ``docs/reports.md``; the values of enums never change with
the language, texts for people do. Every function takes values and returns the whole object, its
keys in the documented order.
"""

from workflow.reports.contract.json_of_books import export_book
from workflow.reports.contract.json_of_catalogues import (
    catalog_lint,
    catalog_prune,
    extract,
    import_article,
    status,
    translate,
)
from workflow.reports.contract.json_of_checks import check, glossary_check, glossary_import
from workflow.reports.contract.json_of_engines import mt_list, mt_usage
from workflow.reports.contract.json_of_exchange import translations_import
from workflow.reports.contract.json_of_memory import (
    tm_align,
    tm_export,
    tm_import,
    tm_search,
    tm_stats,
)
from workflow.reports.contract.json_of_releases import (
    release_diff,
    release_evidence,
    release_list,
    release_plan,
    release_prune,
    release_show,
)
from workflow.reports.contract.json_of_reports import report
from workflow.reports.contract.json_of_reviews import (
    carry_over,
    explain,
    review_acts,
    review_import,
    review_list,
    review_log,
    review_revert,
    review_show,
    review_verify,
)
from workflow.reports.contract.json_shared import findings, findings_written, unused

__all__ = [
    "carry_over",
    "catalog_lint",
    "catalog_prune",
    "check",
    "explain",
    "export_book",
    "extract",
    "findings",
    "findings_written",
    "glossary_check",
    "glossary_import",
    "import_article",
    "mt_list",
    "mt_usage",
    "release_diff",
    "release_evidence",
    "release_list",
    "release_plan",
    "release_prune",
    "release_show",
    "report",
    "review_acts",
    "review_import",
    "review_list",
    "review_log",
    "review_revert",
    "review_show",
    "review_verify",
    "status",
    "tm_align",
    "tm_export",
    "tm_import",
    "tm_search",
    "tm_stats",
    "translate",
    "translations_import",
    "unused",
]
