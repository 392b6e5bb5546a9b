"""The tables of 16-bit numbers, entry by entry against the words of ISO 10918-1."""

from dicom_codecs.magnitudes import categories, extra_bits, extra_lengths


def test_every_number_has_the_category_of_its_size() -> None:
    found = categories().tolist()
    assert found == [
        abs(number if number < 32768 else number - 65536).bit_length() for number in range(65536)
    ]


def test_category_and_bits_give_the_number_back() -> None:
    """ISO 10918-1 F.2.2.1, Figure F.12: EXTEND."""
    for number in range(65536):
        category, length = int(categories()[number]), int(extra_lengths()[number])
        bits = int(extra_bits()[number])
        assert bits < 1 << length
        if category == 16:
            assert (number, length) == (32768, 0)
            continue
        assert length == category
        low = category and bits < 1 << (category - 1)
        assert (bits - (1 << category) + 1 if low else bits) % 65536 == number


def test_tables_are_made_once_and_stay_as_they_are() -> None:
    for table in (categories, extra_bits, extra_lengths):
        assert table() is table()
        assert not table().flags.writeable
