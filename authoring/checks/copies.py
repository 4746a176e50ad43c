"""Words that a model wrote, where they pass for somebody's: in a copy of a draft, and in a testimony."""

from __future__ import annotations

from collections.abc import Iterator

from authoring.checks import Subject
from authoring.model.documents import Testimony
from authoring.model.events import CopiedDraft
from authoring.model.findings import Finding
from authoring.text.i18n import _


class CopiesOfDrafts:
    """Notes which draft by a model the text is, and warns of testimonies that hold words of one."""

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
        for slug, (draft, words) in subject.drafted.items():
            yield self._in_testimony(subject, subject.testimonies[slug], draft, words)

    def _in_testimony(self, subject: Subject, testimony: Testimony, draft: CopiedDraft, words: str) -> Finding:
        return subject.finding(
            self.name,
            "warning",
            _("The testimony “{slug}” holds words that a model ({models}) wrote in the draft of “{draft}”.").format(
                slug=testimony.slug, models=", ".join(draft.models), draft=draft.slug
            ),
            _(
                "Let {collector} or the person confirm that they were said, and accept this by name; otherwise take "
                "them out of the testimony."
            ).format(collector=testimony.collected_by or _("whoever noted the testimony down")),
            line=subject.line_of("testimonies"),
            passage=words or testimony.slug,
            kind=f"testimony:{testimony.slug} {draft.slug}",
        )
