"""Who saves a referral file with a spreadsheet's own settings is told what to choose instead."""

import pytest

from wuai.contexts.referrals.actions.intake import read_upload
from wuai.contexts.referrals.rules.columns import REQUIRED_IN_HEADER, NotAReferralFile
from wuai.contexts.referrals.rules.faults import number_fault
from wuai.kernel import identity_numbers

TITLES = list(REQUIRED_IN_HEADER)
PLAIN = ",".join(TITLES) + "\r\nA1" + "," * (len(TITLES) - 1) + "\r\n"


def _quoted(sign):
    return sign.join(f'"{title}"' for title in TITLES) + "\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 xl/workbook.xml", "workbook"),
        (b"\xd0\xcf\x11\xe0 old", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (PLAIN.encode("utf-16-le"), "UTF-16"),
        (PLAIN.encode("utf-16-be"), "UTF-16"),
        (PLAIN.replace(",", "\t").encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02", "plain"),
        (_quoted(";").encode(), "semicolons"),
        (_quoted("\t").encode(), "semicolons"),
        (PLAIN.replace(",", ";").encode(), "semicolons"),
        (PLAIN.replace(",", "\t").encode("cp950"), "semicolons"),
        (b'"never closed', "header row cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_by_what_it_is(tmp_path, body, said):
    file = tmp_path / "f.csv"
    file.write_bytes(body)
    with pytest.raises(NotAReferralFile) as refused:
        read_upload(file)
    assert said in refused.value.text("en")


@pytest.mark.parametrize(
    ("number", "code"),
    [("4595257", "ID_ZERO_LOST"), ("4595258", "ID_SHAPE"), ("04595258", "ID_CHECK_DIGIT"),
     ("A12345678", "ID_SHAPE"), ("A123456780", "ID_CHECK_DIGIT")],
)  # fmt: skip
def test_a_business_number_without_its_zero_is_told(number, code):
    assert number_fault(number, identity_numbers.explain(number).kind) == code
