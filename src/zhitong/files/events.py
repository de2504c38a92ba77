"""Deeds with files, as the journal keeps them: digests and sizes, never names."""

from django.utils.translation import gettext_lazy as _

from zhitong.journal.events import event


@event("files.stored")
class FileStored:
    digest: str
    size: int
    media_type: str
    sentence = _("file stored")


@event("files.erased")
class FileErased:
    digest: str
    sentence = _("file erased")


@event("files.passed")
class FilePassed:
    digest: str
    sentence = _("file passed by the scanner after it was held")
