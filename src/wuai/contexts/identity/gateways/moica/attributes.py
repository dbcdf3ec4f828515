"""Where a card's certificate says more about its holder than his name."""

from asn1crypto import core


class _Values(core.SetOf):  # type: ignore[misc]  # asn1crypto ships no types
    _child_spec = core.Any


class _Attribute(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    _fields = [("type", core.ObjectIdentifier), ("values", _Values)]


class DirectoryAttributes(core.SequenceOf):  # type: ignore[misc]  # asn1crypto ships no types
    """SubjectDirectoryAttributes (2.5.29.9) of a certificate."""

    _child_spec = _Attribute
