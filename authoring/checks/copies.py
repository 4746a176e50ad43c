"""A text that copies a model's draft of another piece: it gets the same disclosure as that one."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.findings import Finding
from authoring.text.i18n import _


class CopiesOfDrafts:
    """A note about the model's draft that the text copies."""

    name = "copies"

    def run(self, subject: Subject) -> Iterator[Finding]:
        copied = subject.copied
        if copied is not None:
            yield subject.finding(
                self.name,
                "note",
                _("This text is the draft of “{slug}” (revision {hash}), which a model wrote: {models}.").format(
                    slug=copied.slug, hash=copied.hash[:12], models=", ".join(copied.models)
                ),
                _("Nothing needs to be done: its readers will be told so."),
                kind=f"{copied.slug} {copied.hash[:12]}",
            )
