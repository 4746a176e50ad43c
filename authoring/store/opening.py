"""Opens a workspace's store by the scheme of its address; built-in stores and plug-ins register in one way."""

from __future__ import annotations

from typing import Final, cast

from authoring.errors import InputError
from authoring.model import plugins
from authoring.store import Store
from authoring.text.i18n import _

GROUP: Final = "authoring.stores"
BUILT_IN: Final = (("folder", "authoring.store.folder:FolderStore"),)


def open_store(address: str, *, label: str) -> Store:
    """The store at an address: a folder's path, or `scheme://…` for a store that a plug-in brings.

    A plug-in registers a class, which takes the address, under the name of its scheme in the group
    `authoring.stores`. Raises `InputError` for an unregistered scheme; `label` names the file with the address.
    """
    scheme, separator, _rest = address.partition("://")
    name = scheme if separator else "folder"
    load = plugins.part(GROUP, BUILT_IN, name)
    if load is None:
        raise InputError(
            _("The store “{address}” is of the kind “{kind}”, which does not exist.").format(
                address=address, kind=name
            ),
            _("Write one of: {words}.").format(words=", ".join(plugins.registered(GROUP, BUILT_IN))),
            file=label,
        )
    return cast(Store, load()(address))
