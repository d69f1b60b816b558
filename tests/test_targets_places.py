"""What holds of every place a site goes to: two machines, real servers, faults in the middle."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from tests import places
from tests.places import Folder, Repository, publish, publisher_on
from tests.test_release_publisher import NOON, pages_of, put_out_by
from workflow.errors import ExitCode, NotReadyError, TargetError
from workflow.flows.release.publisher import Publisher
from workflow.targets import OvertakenError

LATER, LATEST = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
KINDS = ("s3", "rsync", "git")


@pytest.fixture(scope="module")
def bucket():
    with places.bucket() as made:
        yield made


@pytest.fixture(scope="module")
def server():
    with places.server() as made:
        yield made


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    """An empty place of each kind."""
    made: Any
    if request.param == "s3":
        made = request.getfixturevalue("bucket")
        made.empty()
    elif request.param == "rsync":
        made = Folder(request.getfixturevalue("server"), tmp_path)
    else:
        made = Repository(request.getfixturevalue("server"), tmp_path)
    yield made
    made.wire.mend()


@pytest.fixture
def machines(tmp_path):
    return [tmp_path / name for name in ("paris", "南宁", "london")]


def test_what_one_machine_publishes_another_goes_on_with(place, machines):
    here, there, third = machines
    assert publisher_on(place, here).live() is None
    one = publish(place, here, "un")
    assert place.read() == pages_of("un")
    other = publisher_on(place, there)
    live = other.live()
    assert live is not None
    assert (live.id, other.verify()) == (one, (one, ()))
    two = publish(place, there, "二", LATER)
    assert place.read() == pages_of("二")
    three = publish(place, here, "three", LATEST)
    found, errors = publisher_on(place, third).releases()
    assert ([(each.id, each.live) for each in found], errors) == (
        [(three, True), (two, False), (one, False)],
        (),
    )
    assert not (third / "releases" / two).exists()  # a list brings no site
    assert publisher_on(place, third).rollback() == (three, two)
    assert place.read() == pages_of("二")
    assert publisher_on(place, third).rollback(one) == (two, one)
    assert place.read() == pages_of("un")
    assert publisher_on(place, here).rollback(three) == (one, three)
    assert place.read() == pages_of("three")


class Meanwhile:
    """A target, before whose next switch something else happens."""

    def __init__(self, target, act):
        self.target, self.act = target, act

    def __getattr__(self, name):
        return getattr(self.target, name)

    def show(self, release, before):
        self.act()
        self.target.show(release, before)


@pytest.mark.parametrize("act", ["publish", "roll back"])
def test_of_two_publishers_one_wins_and_the_other_is_told(place, machines, act):
    here, there, _ = machines
    old = publish(place, here, "old")
    live = publish(place, here, "live", LATER)
    mine = publisher_on(place, here)
    theirs = publisher_on(place, there)

    def other():
        if act == "publish":
            publish(place, there, "theirs", LATEST)
        else:
            theirs.rollback(old)

    late = Publisher(mine.store, Meanwhile(mine.target, other))
    with pytest.raises(OvertakenError) as caught:
        put_out_by(late, "mine", LATEST)
    now = theirs.target.live() or ""
    assert now in caught.value.message
    assert now != live
    assert caught.value.exit_code is ExitCode.ENGINE
    assert place.read() == pages_of("theirs" if act == "publish" else "old")
    # Nothing of what lost is left, here or there, and its publisher can go on.
    assert mine.store.unsettled() == ()
    assert sorted(mine.target.ids()) == sorted({old, live, now})
    publish(place, here, "mine", LATEST + timedelta(hours=1))
    assert place.read() == pages_of("mine")


def test_a_rollback_that_somebody_overtakes_is_told_too(place, machines):
    here, there, _ = machines
    for number, word in enumerate(("one", "two")):
        publish(place, here, word, NOON + timedelta(hours=number))
    mine = publisher_on(place, here)
    late = Publisher(
        mine.store, Meanwhile(mine.target, lambda: publish(place, there, "theirs", LATEST))
    )
    with pytest.raises(OvertakenError):
        late.rollback()
    assert place.read() == pages_of("theirs")


def test_a_release_that_somebody_deletes_meanwhile_does_not_go_live_in_part(place, machines):
    here, there, third = machines
    one, two = publish(place, here, "one"), publish(place, here, "two", LATER)
    mine, theirs = publisher_on(place, here), publisher_on(place, there)
    late = Publisher(mine.store, Meanwhile(mine.target, lambda: theirs.target.remove(one)))
    with suppress(TargetError):  # git has all of it still, and brings it back
        late.rollback(one)
    live = publisher_on(place, third).live()
    assert live is not None
    assert place.read() == pages_of({one: "one", two: "two"}[live.id])
    assert mine.rollback(two if live.id == one else one)  # and its copy here is whole
    assert publisher_on(place, third).verify()[1] == ()


def test_a_release_that_goes_live_meanwhile_is_not_deleted(place, machines, monkeypatch):
    here, there, third = machines
    one, _ = publish(place, here, "one"), publish(place, here, "two", LATER)
    mine, theirs = publisher_on(place, here), publisher_on(place, there)
    name = {"s3://": "_point", "rsync": "_do", "git+s": "_push_where"}[place.address[:5]]
    real = getattr(type(mine.target), name)
    acts = [lambda: theirs.rollback(one)]

    def late(self, *given):
        if self is mine.target and acts:
            acts.pop()()
        return real(self, *given)

    monkeypatch.setattr(type(mine.target), name, late)
    with pytest.raises(TargetError):
        mine.target.remove(one)
    assert place.read() == pages_of("one")
    assert publisher_on(place, third).verify() == (one, ())


def cost_of_a_release(place, machine):
    """Bytes that a publish sends, once another one is live."""
    publish(place, machine, "old")
    before = place.wire.sent
    publish(place, machine, "older", LATER)
    return place.wire.sent - before


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_connection_that_is_cut_anywhere_leaves_a_whole_site(place, machines, part):
    here, there, _ = machines
    place.wire.left = part * cost_of_a_release(place, here)
    try:
        publish(place, here, "new", LATEST)
    except TargetError as error:
        assert error.exit_code is ExitCode.ENGINE
        assert error.hint
        assert "secret" not in f"{error} {error.hint}"
    assert place.read() in (pages_of("older"), pages_of("new"))
    place.wire.mend()
    begun = publisher_on(place, here).store.unsettled()
    again = publish(place, here, "new", LATEST + timedelta(minutes=1))
    assert not begun or begun == (again,)  # it goes on with what it had begun
    assert place.read() == pages_of("new")
    assert publisher_on(place, there).verify() == (again, ())
    assert publisher_on(place, here).store.unsettled() == ()


PUBLISH = """
import sys
from tests import places
from tests.test_targets_places import LATEST

class Place:
    address = sys.argv[1]

places.publish(Place, Path(sys.argv[2]), "new", LATEST)
"""


@pytest.mark.parametrize("part", [0.6])
def test_a_publisher_who_is_killed_leaves_a_whole_site(place, machines, part):
    here, there, _ = machines
    cost = cost_of_a_release(place, here)
    process = subprocess.Popen([sys.executable, "-c", PUBLISH, place.address, str(here)])
    place.wire.cut, place.wire.left = process.kill, part * cost
    process.wait(60)
    place.wire.mend()
    assert place.read() in (pages_of("older"), pages_of("new"))
    mine = publisher_on(place, here)
    mine.clean()
    now = publish(place, here, "new", LATEST + timedelta(minutes=1))
    assert place.read() == pages_of("new")
    assert publisher_on(place, there).verify() == (now, ())
    assert mine.store.unsettled() == ()


def test_a_reader_never_sees_anything_but_a_whole_release(place, machines):
    here, there, _ = machines
    words = ["0", "一", "deux", "3", "四", "cinq"]
    publish(place, here, words[0])
    torn, seen, over = [], [], threading.Event()

    def reading():
        while not over.is_set():
            pages = place.read()
            seen.append(pages)
            if pages not in map(pages_of, words):
                torn.append(pages)

    reader = threading.Thread(target=reading)
    reader.start()
    try:
        for number, word in enumerate(words[1:], 1):
            publish(place, (here, there)[number % 2], word, NOON + timedelta(hours=number))
        publisher_on(place, there).rollback()
    finally:
        over.set()
        reader.join()
    assert not torn
    assert len(seen) > 3


def test_a_server_that_does_not_answer_is_told_and_nothing_is_lost(place, machines):
    here, there, _ = machines
    one = publish(place, here, "one")
    place.wire.left = 0
    for attempt in (
        lambda: publisher_on(place, here).live(),
        lambda: publisher_on(place, there).releases(),
        lambda: publish(place, here, "two", LATER),
    ):
        with pytest.raises(TargetError) as caught:
            attempt()
        assert caught.value.exit_code is ExitCode.ENGINE
        assert caught.value.file == place.address
    place.wire.mend()
    assert place.read() == pages_of("one")
    assert publisher_on(place, here).verify() == (one, ())


def test_a_slow_server_is_waited_for(place, machines):
    place.wire.delay = 0.02
    publish(place, machines[0], "slow")
    assert place.read() == pages_of("slow")


def test_a_site_that_somebody_deleted_is_put_out_anew(place, machines):
    here, there, _ = machines
    publish(place, here, "one")
    place.vanish()
    assert publisher_on(place, here).live() is None
    publish(place, here, "two", LATER)
    assert place.read() == pages_of("two")
    assert publisher_on(place, there).live() is not None


def test_what_was_changed_there_is_not_used_here(place, machines):
    here, there, _ = machines
    one = publish(place, here, "one")
    place.damage(one)
    with pytest.raises(TargetError, match="not as it was published") as caught:
        publisher_on(place, there).live()
    assert "site/index.html" in caught.value.message
    assert not (there / "releases" / one).exists()
    # The machine that made it has it whole, and can publish over it.
    publish(place, here, "two", LATER)
    assert publisher_on(place, there).live() is not None


def test_releases_are_deleted_there_whole_and_never_the_live_one(place, machines):
    here, there, _ = machines
    ids = [
        publish(place, here, word, NOON + timedelta(hours=number))
        for number, word in enumerate(("one", "two", "three"))
    ]
    target = publisher_on(place, there).target
    with pytest.raises(TargetError, match="is live"):
        target.remove(ids[2])
    target.remove(ids[0])
    target.remove(ids[0])
    assert sorted(target.ids()) == ids[1:]
    assert target.heads(ids[:1]) == {}
    shutil.rmtree(here / "releases" / ids[1])
    assert publisher_on(place, here).rollback() == (ids[2], ids[1])
    assert place.read() == pages_of("two")
    with pytest.raises(NotReadyError):
        publisher_on(place, there).rollback()


def test_a_release_of_the_same_id_that_another_machine_made_is_not_mixed_up(place, machines):
    here, there, _ = machines
    publish(place, here, "one")
    target = publisher_on(place, there).target
    for word, machine in (("two", here), ("two", there)):
        made = publisher_on(place, machine)
        with suppress(TargetError):
            put_out_by(made, word, LATER)
    assert place.read() == pages_of("two")
    assert publisher_on(place, machines[2]).verify()[1] == ()
    assert target.live() is not None
