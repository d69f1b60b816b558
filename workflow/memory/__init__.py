"""The translation memory: what people translated before, found again by text.

Derived from plain files and never the source of truth: the database (and its index beside it)
can be deleted at any time, and is then filled again from the same files.

**Where units come from.** A :class:`Source` is one or more files that units are read from:

* a catalogue, with the article and the review log its states depend on
  (:mod:`workflow.memory.project_memory`);
* a TMX file that lies in the project, by the setting ``tm_files`` (``memory/*.tmx``). Its
  reader is ``workflow.memory.tmx.read_tmx(path) -> Iterator[Unit]``.

There is no other way in. Whoever brings units from elsewhere (``tm import``, ``tm align``)
writes them as a TMX file into the folder of ``tm_files``, where git keeps it, and the next
:meth:`Memory.refresh` learns it like a catalogue: so what was imported survives a rebuild, and
a file that is deleted is forgotten. What a reader gives for each pair of segments is a
:class:`Unit`; only locales, source and target are needed, the rest is what is known of it.

**How to use it.** From a flow, open the project's memory, brought up to date::

    with project_memory(workspace, now, progress) as known:   # workflow.memory.project_memory
        known.lookup(queries, source, target)      # the best match for each, by the settings
        known.ask(lambda memory: memory.search(query, source, target))  # all of one text
        known.ask(lambda memory: memory.counts())
        for unit in known.ask(lambda memory: memory.units(source, target)):  # streamed
            ...

This room holds: units (values) and matching (which of them fit a text; pure); store (look-ups, and
the way in), learning and reading (SQL), schema and database; near_misses (the index on disk),
postings and ngrams (what it is made of, through numpy); project_memory (that of a project) and
project_units (what it learns from); tmx, tmx_writing and exchange (files of other programs);
alignment, alignment_features and embeddings (two versions of a text). Importing this package loads
neither SQLAlchemy nor numpy; :mod:`workflow.memory.store` does.
"""

from workflow.memory.units import (
    NOWHERE,
    STATES,
    Level,
    Match,
    Query,
    Source,
    Unit,
    exact_score,
    units_of,
)

__all__ = [
    "NOWHERE",
    "STATES",
    "Level",
    "Match",
    "Query",
    "Source",
    "Unit",
    "exact_score",
    "units_of",
]
