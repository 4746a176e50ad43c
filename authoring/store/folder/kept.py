"""Which folder holds a kept revision: one with the name of its whole hash, or a shorter one of an earlier version."""

from __future__ import annotations

from authoring.store import Key, Stage, layout
from authoring.store.addresses import INDEX, MANIFEST, name_of_kept
from authoring.store.folder.tree import Tree


def name_in(tree: Tree, slug: str, content_hash: str, stage: Stage) -> str:
    """The name of the revision's folder; the whole hash where it is not kept."""

    def manifest_of(name: str) -> bytes | None:
        folder = layout.revision_folder(slug, name, stage)
        content = tree.read(f"{folder}/{MANIFEST}")
        return b"" if content is None and tree.has_file(f"{folder}/{INDEX}") else content

    return name_of_kept(content_hash, manifest_of)


def folder_in(tree: Tree, slug: str, content_hash: str, stage: Stage) -> str:
    """The revision's folder, whether it exists or not."""
    return layout.revision_folder(slug, name_in(tree, slug, content_hash, stage), stage)


def found_at(tree: Tree, key: Key, stage: Stage) -> Key:
    """The key with the name under which its revision is kept; any other key as it is."""
    return Key(key.kind, key.slug, name_in(tree, key.slug, key.revision, stage)) if key.revision else key
