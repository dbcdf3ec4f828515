"""Counting how often somebody asks loses nothing, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wuai.platform import jobs, limits


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_are_counted_forty_times():
    def once(_):
        try:
            return limits.count("test", "one", 300).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(once, range(40))) == list(range(1, 41))


@pytest.mark.django_db
def test_each_is_counted_apart(rf):
    here, there = rf.get("/", REMOTE_ADDR="203.0.113.1"), rf.get("/", REMOTE_ADDR="203.0.113.2")
    assert [limits.too_often(here, "test", 2) for _ in range(3)] == [False, False, True]
    assert not limits.too_often(there, "test", 2)
    assert not limits.too_often(here, "other", 2)


@pytest.mark.django_db
def test_what_is_counted_no_longer_is_deleted_and_what_still_counts_stays():
    limits.count("test", "over", 300)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wuai_cache SET expires = now() - interval '1 second'")
    limits.count("test", "still", 300)
    jobs.forget_counts(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM wuai_cache WHERE cache_key LIKE 'test:%'")
        assert cursor.fetchone() == (1,)
    assert limits.count("test", "still", 300).number == 2
