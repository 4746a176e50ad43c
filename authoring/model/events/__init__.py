"""The events of a history: one line each, and the typed values of each action's line.

Only the modules here read and write `Event.details`. In a line of an older version some values are missing: they are
read as empty, which means "not recorded", and never as an error, since the bytes of a line are never changed.

`event` is the line itself, `every_line` has the values of any line, `content_format` the form of the content hash;
`review`, `submission`, `texts`, `going_out` and `erasures` are for single actions; `stated` finds entries that the
program does not write.
"""

from __future__ import annotations

from authoring.model.events.content_format import (
    decides_format,
    deciding_line,
    manifest_format,
    stated_format,
    stating_format,
)
from authoring.model.events.erasures import Erased, Erasure, erased, matches_after_erasure
from authoring.model.events.event import Details, Event, is_same_act
from authoring.model.events.every_line import (
    Authority,
    RecordDigest,
    authority,
    naming_piece,
    near_sources,
    piece_named,
    unvouched_records,
    vouched_records,
    vouching,
)
from authoring.model.events.going_out import Import, Publication, Scheduling, imported, publication, scheduling
from authoring.model.events.review import (
    CONFIRMATION,
    OBJECTION,
    QUOTE,
    WARNING,
    Acceptance,
    Accepted,
    Approval,
    Assignment,
    Translated,
    Writing,
    accepted,
    approval,
    assignment,
    models,
    remarks,
    sections_written,
    translated,
    writing,
)
from authoring.model.events.stated import foreign_entries
from authoring.model.events.submission import CopiedDraft, Declaration, Written, copied_models, last_written, written
from authoring.model.events.texts import Accompaniment, RecordedText, TextApproval, accompaniment, text_approval

__all__ = [
    "CONFIRMATION", "OBJECTION", "QUOTE", "WARNING", "Acceptance", "Accepted", "Accompaniment", "Approval",
    "Assignment", "Authority", "CopiedDraft", "Declaration", "Details", "Erased", "Erasure", "Event", "Import",
    "Publication", "RecordDigest", "RecordedText", "Scheduling", "TextApproval", "Translated", "Writing", "Written",
    "accepted", "accompaniment", "approval", "assignment", "authority", "copied_models", "decides_format",
    "deciding_line", "erased", "foreign_entries", "imported", "is_same_act", "last_written", "manifest_format",
    "matches_after_erasure", "models", "naming_piece", "near_sources", "piece_named", "publication", "remarks",
    "scheduling", "sections_written", "stated_format", "stating_format", "text_approval", "translated",
    "unvouched_records", "vouched_records", "vouching", "writing", "written",
]  # fmt: skip
