"""Finds the pieces that cannot be sent because a picture or the kept revision is damaged, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from authoring.errors import InputError, Problem
from authoring.exporters import ApprovedRevision, Exporter, Revisions
from authoring.exporters.rendering.gallery import Gallery

Load = Callable[[Sequence[str]], Revisions]


def flawed(exporter: Exporter, slugs: Sequence[str], load: Load) -> dict[str, Problem]:
    """The pieces whose kept revision is damaged, or that this target refuses also when sent alone, and why."""

    def pictures(revision: ApprovedRevision) -> None:
        Gallery(revision).check()

    def target(revision: ApprovedRevision) -> None:
        exporter.plan([revision])

    return _refused_by(pictures, slugs, load) or _refused_by(target, slugs, load)


def _refused_by(try_out: Callable[[ApprovedRevision], None], slugs: Sequence[str], load: Load) -> dict[str, Problem]:
    problems = {}
    for slug in slugs:
        try:
            (revision,) = load([slug])
            try_out(revision)
        except InputError as error:
            problems[slug] = error.problem
    return problems
